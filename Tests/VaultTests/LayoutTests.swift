import Cryptography
import Testing

@testable import Vault

/// The layouts of `docs/vault-format.md`, read from bytes that are not theirs.
@Suite struct LayoutTests {
    /// Whether a layout reads its own bytes, and none that are cut, continued, or of another version.
    private func isStrict(_ bytes: [UInt8], _ read: ([UInt8]) -> [UInt8]?) -> Bool {
        read(bytes) == bytes
            && (0..<bytes.count).allSatisfy { read(Array(bytes.prefix($0))) == nil }
            && read(bytes + [0]) == nil && read([bytes[0] &+ 1] + bytes.dropFirst()) == nil
    }

    private var manifest: Manifest {
        var manifest = Manifest()
        (manifest.epoch, manifest.nextSerial, manifest.tagCount) = (7, 9, 2)
        manifest.count("credential")
        manifest.count("key")
        manifest.count("key")
        return manifest
    }

    @Test func `the manifest is read strictly`() {
        #expect(isStrict(manifest.bytes) { Manifest($0)?.bytes })
        #expect(Manifest(manifest.bytes) == manifest)
    }

    @Test func `a manifest whose count is not that of its categories is none`() {
        var bytes = manifest.bytes
        // Layout, epoch, serial and two hashes precede the count.
        bytes[1 + 8 + 8 + 64 + 7] = 4
        #expect(Manifest(bytes) == nil)
    }

    @Test func `a manifest that names a category twice is none`() {
        var writer = LayoutWriter()
        writer.raw(manifest.bytes.prefix(1 + 8 + 8 + 64))
        writer.integer(UInt64(3))
        writer.integer(UInt64(2))
        writer.integer(UInt16(2))
        for count in [1, 2] as [UInt64] {
            writer.text("key")
            writer.integer(count)
        }
        #expect(Manifest(writer.bytes) == nil)
    }

    @Test func `a label is read strictly`() {
        let label = RecordLabel(
            category: "credential", name: "passport", tags: [RecordTag("type", "urn:a"), RecordTag("issuer", "b")],
            isSecret: true, serial: 12)
        #expect(isStrict(label.bytes) { RecordLabel($0)?.bytes })
        var flags = label.bytes
        flags[1] = 2
        #expect(RecordLabel(flags) == nil, "a flag that nobody knows")
        var text = label.bytes
        text[1 + 1 + 8 + 2] = 0xFF
        #expect(RecordLabel(text) == nil, "a category that is no UTF-8")
    }

    @Test func `the derivation of a slot is read strictly, and only with costs that are bearable`() throws {
        let cost = try Argon2id.Parameters(memoryBytes: 64 << 20, passes: 2)
        let good = SlotDerivation(cost: cost, salt: [UInt8](repeating: 5, count: Argon2id.saltCount)).bytes
        #expect(isStrict(good) { SlotDerivation($0)?.bytes })
        for (offset, value) in [(1, 2), (10, 2), (10, 0)] as [(Int, UInt8)] {
            var bytes = good
            bytes[offset] = value
            #expect(SlotDerivation(bytes) == nil, "algorithm and lanes: \(offset)")
        }
        for (offset, name) in [(2, "memory"), (6, "passes")] {
            var bytes = good
            bytes.replaceSubrange(offset..<offset + 4, with: [0xFF, 0xFF, 0xFF, 0xFF])
            #expect(SlotDerivation(bytes) == nil, "too much \(name)")
            bytes.replaceSubrange(offset..<offset + 4, with: [0, 0, 0, 0])
            #expect(SlotDerivation(bytes) == nil, "no \(name)")
        }
    }

    @Test(arguments: [0, 1, 251, 252, 253, 508, 509, 5000]) func `SEC-33 padding hides the length in steps of 256`(
        count: Int
    ) throws {
        let text = [UInt8](repeating: 7, count: count)
        let padded = Padding.padded(text)
        #expect(padded.count % 256 == 0)
        #expect(padded.count - count < 256 + 4)
        #expect(Padding.unpadded(padded) == text)
        var copy = text
        let secret = try Padding.unpadded(try Padding.padded(try SecretBytes(wiping: &copy)))
        #expect(secret?.withBytes { $0.byteCount } == count)
    }

    @Test func `padding that is not ours is refused, of texts and of secrets`() throws {
        func isRefused(_ bytes: [UInt8]) throws -> Bool {
            var copy = bytes
            let secret = try Padding.unpadded(try SecretBytes(wiping: &copy))
            let isSecret: Bool = if secret != nil { true } else { false }
            return Padding.unpadded(bytes) == nil && !isSecret
        }
        let good = Padding.padded([1, 2, 3])
        #expect(try !isRefused(good))
        for count in [1, 3, 4, 255] { #expect(try isRefused(Array(good.prefix(count))), "cut to \(count)") }
        #expect(try isRefused(good + [UInt8](repeating: 0, count: 256)), "longer than needed")
        for offset in [7, 100, 255] {
            var bytes = good
            bytes[offset] = 1
            #expect(try isRefused(bytes), "not zero at \(offset)")
        }
        for length in [[0, 0, 1, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 253]] as [[UInt8]] {
            #expect(try isRefused(length + good.dropFirst(4)), "a length beyond the text")
        }
    }

    @Test func `what is too short to be sealed is not`() {
        #expect(SealedBytes([UInt8](repeating: 0, count: SealedBytes.overhead)) != nil)
        #expect(SealedBytes([UInt8](repeating: 0, count: SealedBytes.overhead - 1)) == nil)
        for count in [0, SealedBytes.overhead - 1, SealedBytes.overhead + 1] {
            #expect(SealedBytes(seal: [UInt8](repeating: 0, count: count), ciphertext: [1]) == nil)
        }
    }

    @Test func `a hash of rows has 32 bytes`() {
        for count in [0, 31, 33] { #expect(SetHash([UInt8](repeating: 1, count: count)) == nil) }
        let bytes = [UInt8](0..<32)
        #expect(SetHash(bytes)?.bytes == bytes)
    }

    @Test func `the name of a record is 16 lower-case digits and no other spelling of its number`() throws {
        let id = try #require(RecordID("00000000000000ff"))
        #expect(id.description == "00000000000000ff")
        for text in [
            "", "ff", "00000000000000FF", "000000000000000ff", "0000000000000000", "ffffffffffffffff",
            "+0000000000000ff",
            "-0000000000000ff", "0x000000000000ff", "00000000000000fg", "８000000000000",
        ] { #expect(RecordID(text) == nil, "\(text)") }
    }
}
