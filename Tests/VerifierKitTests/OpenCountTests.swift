import Synchronization
import Testing

@testable import VerifierKit

@Suite struct OpenCountTests {
    private func limits(_ perKey: Int, _ overall: Int) -> OpenLimits {
        var limits = OpenLimits()
        (limits.perKey, limits.overall) = (perKey, overall)
        return limits
    }

    @Test func `SEC-29 the limits hold for one key and for all together`() throws {
        let count = OpenCount()
        var open: [Int64] = []
        func admit(_ owner: Int64) throws(VerifierKitError) {
            try count.admit(owner, limits(3, 5)) { key in Int64(open.filter { key == nil || $0 == key }.count) }
            open.append(owner)
        }
        for _ in 0..<3 { try admit(1) }
        #expect(throws: VerifierKitError.tooManyOpen(limit: 3)) { try admit(1) }
        for _ in 0..<2 { try admit(2) }
        #expect(throws: VerifierKitError.tooManyOpen(limit: 5)) { try admit(2) }
        open.removeFirst()
        try admit(1)
        #expect(throws: VerifierKitError.tooManyOpen(limit: 3)) { try admit(1) }
    }

    @Test func `SEC-29 transactions are not counted for each new one, and what other processes add is noticed`() throws
    {
        let count = OpenCount()
        var (asked, others) = (0, Int64(0))
        func admit() throws(VerifierKitError) {
            try count.admit(1, limits(1_000, 1_000)) { _ in
                asked += 1
                return others
            }
        }
        for _ in 0..<99 { try admit() }
        #expect(asked == 2)
        others = 1_000
        #expect(throws: VerifierKitError.tooManyOpen(limit: 1_000)) { for _ in 0..<100 { try admit() } }
    }
}
