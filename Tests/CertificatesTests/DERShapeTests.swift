import Bytes
import TestSupport
import Testing

@testable import Certificates

@Suite struct DERShapeTests {
    @Test(arguments: [
        "", "0500", "3000", "020100", "0201ff", "02020080", "0202ff7f", "010100", "0101ff", "0300", "030100",
        "03020780",
        "0303000102", "06012a", "06032a8648", "0403010203", "800101", "a003020101", "3181800101ff", "0c0161",
        "30030101ff",
        "0a0101", "048180" + String(repeating: "00", count: 128), "170d3236",
        "04820100" + String(repeating: "00", count: 256),
    ])
    func `PKX-03 the one spelling of each value passes`(hex: String) throws {
        let isGood = !["0300", "3181800101ff", "170d3236"].contains(hex)
        #expect(DERShape.isStrict(try Hex.decode(hex)) == isGood)
    }

    @Test(arguments: [
        "05", "0501", "050100", "30800000", "3080", "048100", "04817f" + String(repeating: "00", count: 127),
        "04820001aa",
        "0484ffffffff", "0485000000000100", "0280", "0200", "02020001", "0202ff80", "0202ffff", "0100", "010101",
        "01020000",
        "03010100", "0301ff", "030101", "0302017f01", "03020101", "030208aa", "0600", "060180", "06032a8001", "060188",
        "240404020102", "1f1f1e" + String(repeating: "00", count: 30), "04820080" + String(repeating: "00", count: 128),
        "2c0461626364", "1000", "1100", "1f8101", "bf810100", "3003020100ff", "30020201",
    ])
    func `PKX-10 BER and broken values do not`(hex: String) throws {
        #expect(!DERShape.isStrict(try Hex.decode(hex)))
    }

    @Test func `SEC-02 SEC-03 claims and nesting cost no time`() throws {
        let nested = [UInt8](repeating: 0x30, count: 1)
        var deep: [UInt8] = []
        for _ in 0..<24 { deep = DERWriter.sequence(deep) }
        #expect(DERShape.isStrict(deep))
        #expect(!DERShape.isStrict(DERWriter.sequence(DERWriter.sequence(deep))))
        let time = ContinuousClock().measure {
            #expect(!DERShape.isStrict([0x30, 0x84, 0x80, 0, 0, 0]))
            #expect(!DERShape.isStrict([0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]))
            #expect(!DERShape.isStrict([UInt8](repeating: 0x30, count: 16_384)))
            #expect(!DERShape.isStrict(nested))
        }
        #expect(time < .milliseconds(100))
    }
}
