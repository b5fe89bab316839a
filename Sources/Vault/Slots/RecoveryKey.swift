public import Cryptography

/// 160 random bits that a person keeps on paper: 36 characters in nine groups, the last four of which are a check.
///
/// ```
/// K3M9-0XQA-… -7HVT
/// ```
/// The alphabet has no I, L, O and U; reading takes I and L for 1, O for 0, small letters for capitals, skips spaces and
/// hyphens, and mends one wrong character or two neighbours in the wrong order. `docs/vault-format.md` §3.
public struct RecoveryKey: ~Copyable, Sendable {
    /// The 20 bytes.
    let bytes: SecretBytes

    private static let byteCount = 20
    private static let keySymbols = 32
    private static let checkSymbols = 4
    private static let groupSymbols = 4
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let checkDomain = Array("carnet recovery key".utf8)

    /// Draws a new key.
    ///
    /// - Throws: `cryptography(noGuardedMemory)`.
    public init(from random: some RandomSource) throws(VaultError) {
        do throws(CryptographyError) {
            bytes = try SecretBytes(randomCount: Self.byteCount, from: random)
        } catch { throw .cryptography(error) }
    }

    /// Reads what a person typed.
    ///
    /// - Parameter text: ASCII characters.
    /// - Throws: `recoveryKeyCharacter`, `recoveryKeyLength`, `recoveryKeyMistyped`.
    public init(parsing text: borrowing SecretBytes) throws(VaultError) {
        var typed = text.octets()
        defer { wipe(&typed) }
        var symbols = try Self.symbols(of: typed)
        defer { wipe(&symbols) }
        guard symbols.count == Self.keySymbols + Self.checkSymbols else {
            throw .recoveryKeyLength(characters: symbols.count)
        }
        var key = try Self.mended(&symbols)
        do throws(CryptographyError) { bytes = try SecretBytes(wiping: &key) } catch { throw .cryptography(error) }
    }

    /// Lends the text to show, 44 ASCII characters with hyphens between the groups.
    ///
    /// - Throws: `cryptography(noGuardedMemory)`.
    public borrowing func withText<Result>(_ body: (RawSpan) -> Result) throws(VaultError) -> Result {
        var key = bytes.octets()
        defer { wipe(&key) }
        var symbols = Self.symbols(encoding: key) + Self.check(of: key)
        defer { wipe(&symbols) }
        var text: [UInt8] = []
        text.reserveCapacity(2 * symbols.count)
        for (position, symbol) in symbols.enumerated() {
            if position > 0, position % Self.groupSymbols == 0 { text.append(UInt8(ascii: "-")) }
            text.append(Self.alphabet[Int(symbol & 31)])
        }
        let secret: SecretBytes
        do throws(CryptographyError) { secret = try SecretBytes(wiping: &text) } catch { throw .cryptography(error) }
        return secret.withBytes(body)
    }

    /// Gives the bytes away.
    consuming func takeBytes() -> SecretBytes { bytes }

    private static func symbols(of text: [UInt8]) throws(VaultError) -> [UInt8] {
        var symbols: [UInt8] = []
        symbols.reserveCapacity(text.count)
        for character in text {
            let capital = (0x61...0x7A).contains(character) ? character - 0x20 : character
            switch capital {
            case UInt8(ascii: " "), UInt8(ascii: "-"), 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "I"), UInt8(ascii: "L"): symbols.append(1)
            case UInt8(ascii: "O"): symbols.append(0)
            default:
                guard let value = alphabet.firstIndex(of: capital) else {
                    throw .recoveryKeyCharacter(position: symbols.count + 1)
                }
                symbols.append(UInt8(value))
            }
        }
        return symbols
    }

    /// The key that the symbols spell, after mending one slip if the check asks for it; `symbols` stay as they were.
    private static func mended(_ symbols: inout [UInt8]) throws(VaultError) -> [UInt8] {
        if let key = checkedKey(symbols) { return key }
        var found: [UInt8] = []
        var fits = 0
        func attempt() {
            guard let key = checkedKey(symbols) else { return }
            found = key
            fits += 1
        }
        for position in symbols.indices {
            let original = symbols[position]
            for value in 0..<UInt8(32) where value != original {
                symbols[position] = value
                attempt()
            }
            symbols[position] = original
        }
        for position in symbols.indices.dropLast() where symbols[position] != symbols[position + 1] {
            symbols.swapAt(position, position + 1)
            attempt()
            symbols.swapAt(position, position + 1)
        }
        // Two answers would be a guess; one in a thousand slips has a second one by chance.
        guard fits == 1 else {
            wipe(&found)
            throw .recoveryKeyMistyped
        }
        return found
    }

    /// The key if its check fits.
    private static func checkedKey(_ symbols: [UInt8]) -> [UInt8]? {
        var key: [UInt8] = []
        key.reserveCapacity(byteCount)
        for group in stride(from: 0, to: keySymbols, by: 8) {
            let bits = symbols[group..<(group + 8)].reduce(UInt64(0)) { $0 << 5 | UInt64($1) }
            for shift in stride(from: UInt64(32), through: 0, by: -8) {
                key.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        }
        guard check(of: key).elementsEqual(symbols[keySymbols...]) else { return nil }
        return key
    }

    private static func symbols(encoding key: [UInt8]) -> [UInt8] {
        var symbols: [UInt8] = []
        symbols.reserveCapacity(keySymbols + checkSymbols)
        for group in stride(from: 0, to: key.count, by: 5) {
            let bits = key[group..<(group + 5)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            for shift in stride(from: UInt64(35), through: 0, by: -5) { symbols.append(UInt8(bits >> shift & 31)) }
        }
        return symbols
    }

    /// The first 20 bits of a hash, as four symbols.
    private static func check(of key: [UInt8]) -> [UInt8] {
        let hash = HashAlgorithm.sha256.hash(checkDomain + key)
        let bits = UInt32(hash[0]) << 12 | UInt32(hash[1]) << 4 | UInt32(hash[2]) >> 4
        return [15, 10, 5, 0].map { UInt8(bits >> UInt32($0) & 31) }
    }
}
