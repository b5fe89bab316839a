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

    /// Draws a new key.
    ///
    /// - Throws: `cryptography(noGuardedMemory)`.
    public init(from random: some RandomSource) throws(VaultError) {
        do throws(CryptographyError) {
            bytes = try SecretBytes(randomCount: RecoveryKeyText.keyBytes, from: random)
        } catch { throw .cryptography(error) }
    }

    /// Reads what a person typed.
    ///
    /// - Parameter text: ASCII characters.
    /// - Throws: `recoveryKeyCharacter`, `recoveryKeyLength`, `recoveryKeyMistyped`, `cryptography(noGuardedMemory)`.
    public init(parsing text: borrowing SecretBytes) throws(VaultError) {
        var typed = text.octets()
        var scratch = RecoveryKeyText()
        defer {
            wipe(&typed)
            scratch.erase()
        }
        try scratch.read(typed)
        try scratch.mend()
        var key = scratch.key
        do throws(CryptographyError) { bytes = try SecretBytes(wiping: &key) } catch { throw .cryptography(error) }
    }

    /// Lends the text to show: 44 ASCII characters with hyphens between the groups.
    ///
    /// - Throws: `cryptography(noGuardedMemory)`.
    public borrowing func withText<Result>(_ body: (RawSpan) -> Result) throws(VaultError) -> Result {
        var key = bytes.octets()
        var scratch = RecoveryKeyText()
        defer {
            wipe(&key)
            scratch.erase()
        }
        scratch.encode(key)
        var text = scratch.text
        let secret: SecretBytes
        do throws(CryptographyError) { secret = try SecretBytes(wiping: &text) } catch { throw .cryptography(error) }
        return secret.withBytes(body)
    }

    /// The text to print once; it then lies in ordinary memory, as everything that is printed does.
    ///
    /// - Throws: `cryptography(noGuardedMemory)`.
    public borrowing func printableText() throws(VaultError) -> String {
        var key = bytes.octets()
        var scratch = RecoveryKeyText()
        defer {
            wipe(&key)
            scratch.erase()
        }
        scratch.encode(key)
        return String(decoding: scratch.text, as: UTF8.self)
    }

    /// Gives the bytes away.
    consuming func takeBytes() -> SecretBytes { bytes }
}
