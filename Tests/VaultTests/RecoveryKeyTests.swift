import Cryptography
import TestSupport
import Testing

@testable import Vault

@Suite struct RecoveryKeyTests {
    /// The alphabet in order, so that the text can be checked by eye.
    private static let known: [UInt8] = [
        0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF, 0x84, 0x65, 0x3A, 0x56, 0xD7, 0xC6, 0x75, 0xBE,
        0x77, 0xDF,
    ]

    private func text(_ key: borrowing RecoveryKey) throws -> String {
        try key.withText { span in
            String(
                decoding: (0..<span.byteCount).map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) },
                as: UTF8.self)
        }
    }

    private func parsed(_ text: String) throws(VaultError) -> [UInt8] {
        try RecoveryKey(parsing: try secret(text)).bytes.octets()
    }

    private struct Fixed: RandomSource {
        let octets: [UInt8]
        func bytes(_ count: Int) -> [UInt8] { Array(octets.prefix(count)) }
    }

    @Test func `SEC-33 a recovery key has 160 bits, nine groups, and no letter that looks like another`() throws {
        let text = try text(RecoveryKey(from: Fixed(octets: Self.known)))
        #expect(text.hasPrefix("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-"))
        #expect(text.utf8.count == 44)
        #expect(try parsed(text) == Self.known)
    }

    @Test func `whatever is drawn is read back`() throws {
        for seed in 0..<200 as Range<UInt64> {
            let random = SeededRandom(seed: seed)
            let key = try RecoveryKey(from: random)
            #expect(try parsed(try text(key)) == SeededRandom(seed: seed).bytes(20), "seed \(seed)")
        }
    }

    @Test func `small letters, other groups and look-alikes are read`() throws {
        let text = try text(RecoveryKey(from: Fixed(octets: Self.known)))
        let check = text.suffix(4)
        #expect(try parsed(text.lowercased()) == Self.known)
        #expect(try parsed("o l23 4567\n89ABCDEFGHJKMNPQ\tRSTV-WXYZ--\(check) \r\n") == Self.known)
        #expect(try parsed("OI23456789ABCDEFGHJKMNPQRSTVWXYZ\(check)") == Self.known)
    }

    @Test func `one wrong character or two exchanged ones are mended, wherever they are`() throws {
        let right = try Array(text(RecoveryKey(from: Fixed(octets: Self.known))).filter { $0 != "-" })
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var (mended, given) = (0, 0)
        for place in right.indices {
            for character in alphabet where character != right[place] {
                var slip = right
                slip[place] = character
                given += 1
                let found = try? parsed(String(slip))
                #expect(found == nil || found == Self.known, "\(String(slip))")
                mended += found == nil ? 0 : 1
            }
            guard place + 1 < right.count, right[place] != right[place + 1] else { continue }
            var slip = right
            slip.swapAt(place, place + 1)
            given += 1
            mended += (try? parsed(String(slip))) == Self.known ? 1 : 0
        }
        #expect(Double(mended) / Double(given) > 0.99, "\(mended) of \(given)")
    }

    @Test func `a wrong length and a foreign character are told apart`() throws {
        let text = try text(RecoveryKey(from: Fixed(octets: Self.known)))
        #expect(throws: VaultError.recoveryKeyLength(characters: 35)) { try parsed(String(text.dropLast())) }
        #expect(throws: VaultError.recoveryKeyLength(characters: 37)) { try parsed(text + "0") }
        #expect(throws: VaultError.recoveryKeyLength(characters: 0)) { try parsed("") }
        #expect(throws: VaultError.recoveryKeyCharacter(position: 5)) { try parsed("0123-U567") }
        #expect(throws: VaultError.recoveryKeyCharacter(position: 2)) { try parsed("0é") }
    }

    @Test func `many slips are not mended into another key`() throws {
        let right = try Array(text(RecoveryKey(from: Fixed(octets: Self.known))).utf8)
        var random = SeededGenerator(seed: 3)
        var taken = 0
        for _ in 0..<100 {
            var slips = right
            for _ in 0..<6 { slips[Int.random(in: 0..<39, using: &random)] = UInt8(ascii: "X") }
            if (try? parsed(String(decoding: slips, as: UTF8.self))) != nil { taken += 1 }
        }
        #expect(taken <= 2, "a check of 20 bits lets through one in a thousand")
    }
}
