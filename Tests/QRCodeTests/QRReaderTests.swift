import TestSupport
import Testing

@testable import QRCode

@Suite struct QRReaderTests {
    private let reader = QRReader()

    @Test(arguments: [
        "openid4vp://?client_id=x509_hash%3AUvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk&request_uri=https%3A%2F%2Fv.example%2Fr%2F1",
        "A", "0123456789", "Zürich, 東京, 📮", "first\nsecond",
    ])
    func `QR-02 what was written is read back`(text: String) throws {
        #expect(try reader.texts(inPNG: QRMatrix(text).png()) == [text])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `QR-02 any text that fits is read back`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%:/?&= éß東")
        let text = String(
            (0..<Int.random(in: 1...400, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
        #expect(try reader.texts(inPNG: QRMatrix(text, correction: .medium).png(scale: 4)) == [text], "seed \(seed)")
    }

    @Test func `QR-02 a code light on dark is read`() throws {
        let picture = try QRMatrix("dark mode").picture(scale: 8)
        let negative = GreyImage(width: picture.width, height: picture.height, pixels: picture.pixels.map { ~$0 })
        #expect(try reader.texts(inPNG: negative.png()) == ["dark mode"])
    }

    @Test func `QR-02 a grey, noisy picture with several codes gives each text once`() throws {
        let (one, other) = try (QRMatrix("first").picture(scale: 6), QRMatrix("other").picture(scale: 6))
        #expect(one.width == other.width)
        var random = SeededGenerator(seed: 1)
        var pixels: [UInt8] = []
        for row in 0..<one.height {
            for picture in [one, other, one] {
                let line = picture.pixels[row * one.width..<(row + 1) * one.width]
                pixels += line.map { $0 / 2 + 40 + UInt8.random(in: 0...30, using: &random) }
            }
        }
        let texts = try reader.texts(inPNG: GreyImage(width: 3 * one.width, height: one.height, pixels: pixels).png())
        #expect(texts.sorted() == ["first", "other"])
    }

    @Test func `QR-02 CNEG-08 a picture without a code is told apart from one that is no picture`() throws {
        let empty = GreyImage(width: 100, height: 100, pixels: [UInt8](repeating: 0xFF, count: 10_000))
        #expect(throws: QRCodeError.nothingFound) { try reader.texts(inPNG: empty.png()) }
        #expect(throws: QRCodeError.notAPicture) { try reader.texts(inPNG: []) }
        #expect(throws: QRCodeError.notAPicture) { try reader.texts(inPNG: Array("GIF89a".utf8)) }
    }

    @Test func `QR-02 CNEG-08 other kinds of codes are not read`() throws {
        // An EAN-8 bar code of 0000 0000: not what an issuer or a verifier shows.
        let bars =
            "101" + String(repeating: "0001101", count: 4) + "01010" + String(repeating: "1110010", count: 4) + "101"
        let line =
            Array(repeating: UInt8(0xFF), count: 40)
            + bars.flatMap { [UInt8](repeating: $0 == "1" ? 0 : 0xFF, count: 4) }
            + Array(repeating: 0xFF, count: 40)
        let image = GreyImage(width: line.count, height: 60, pixels: Array(repeating: line, count: 60).flatMap(\.self))
        #expect(throws: QRCodeError.nothingFound) { try reader.texts(inPNG: image.png()) }
    }

    @Test func `SEC-03 CNEG-07 pixels are limited, on both sides of the limit, before room is made for them`() throws {
        let png = try QRMatrix("A").png(scale: 4)
        let count = 29 * 4 * 29 * 4
        var reader = QRReader()
        reader.limitPixels = count
        #expect(try reader.texts(inPNG: png) == ["A"])
        reader.limitPixels = count - 1
        #expect(throws: QRCodeError.tooManyPixels(width: 116, height: 116, limit: count - 1)) {
            try reader.texts(inPNG: png)
        }
    }

    @Test func `SEC-02 CNEG-07 a header that claims two billion pixels a side is refused at once`() throws {
        var png = try QRMatrix("A").png()
        png.replaceSubrange(16..<24, with: [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF])
        #expect(throws: QRCodeError.self) { try reader.texts(inPNG: png) }
        png.replaceSubrange(16..<24, with: [0, 0x0F, 0, 0, 0, 0x0F, 0, 0])
        png.replaceSubrange(29..<33, with: Self.checksum(Array(png[12..<29])))
        #expect(throws: QRCodeError.tooManyPixels(width: 0xF0000, height: 0xF0000, limit: 20_000_000)) {
            try reader.texts(inPNG: png)
        }
    }

    @Test func `SEC-03 the text is limited, on both sides of the limit`() throws {
        let png = try QRMatrix(String(repeating: "a", count: 100)).png()
        var reader = QRReader()
        reader.limitTextBytes = 100
        #expect(try reader.texts(inPNG: png).first?.count == 100)
        reader.limitTextBytes = 99
        #expect(throws: QRCodeError.textTooLong(bytes: 100)) { try reader.texts(inPNG: png) }
    }

    @Test func `SEC-04 no beginning of a picture and no flipped bit in it crashes`() throws {
        let png = try QRMatrix("A").png(scale: 2)
        #expect(try reader.texts(inPNG: png) == ["A"])
        var refused = 0
        for count in png.indices where (try? reader.texts(inPNG: Array(png[..<count]))) == nil { refused += 1 }
        #expect(refused > png.count - 20, "a file cut in its last chunk may still hold the whole picture")
        for index in png.indices {
            var damaged = png
            damaged[index] ^= 0x10
            // Damage in a chunk that is not needed changes nothing; what matters is that the answer is one of the two.
            if let texts = try? reader.texts(inPNG: damaged) { #expect(texts == ["A"]) }
        }
    }

    /// The checksum of a PNG chunk.
    private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
        }
        return stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: ~remainder >> UInt32($0)) }
    }
}
