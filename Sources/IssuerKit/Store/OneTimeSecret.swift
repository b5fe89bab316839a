import Bytes
public import Cryptography

/// A code, token, nonce or address that opens something: 32 random octets as text, of which the store keeps a hash only.
///
/// What belongs to a code (the claims to be issued) is sealed under a key that is made from the code. So whoever reads
/// the database without the codes learns no claim, and cannot try transaction codes either (TOKEN-10, TOKEN-21, SEC-32).
/// Source: IDENT-03.
public struct OneTimeSecret: Sendable, Hashable {
    /// What the secret is for; the same text for two purposes has two unrelated hashes.
    public enum Purpose: String, Sendable, Hashable {
        /// The name of an offer in its address.
        case offer
        /// The pre-authorized code.
        case code
        /// The access token.
        case token
        /// The `c_nonce`.
        case nonce
    }

    /// The text that is handed out.
    public let text: String
    /// What it is for.
    public let purpose: Purpose

    /// Makes a new secret.
    public init(_ purpose: Purpose, random: any RandomSource) {
        self.init(purpose, text: Base64URL.encode(random.bytes(32)))
    }

    /// Takes a text that came from outside.
    public init(_ purpose: Purpose, text: String) { (self.purpose, self.text) = (purpose, text) }

    /// What the store knows it by.
    public var digest: [UInt8] { derived("digest") }

    /// Seals bytes so that only the holder of the text can read them.
    ///
    /// - Throws: `cryptography`.
    func sealed(_ bytes: [UInt8], random: any RandomSource) throws(IssuerKitError) -> [UInt8] {
        let nonce = random.bytes(XChaCha20Poly1305.nonceCount)
        do throws(CryptographyError) {
            return nonce + (try XChaCha20Poly1305.seal(bytes, key: try key(), nonce: nonce, authenticating: context))
        } catch {
            throw .cryptography(error)
        }
    }

    /// Opens what `sealed` made.
    ///
    /// - Throws: `cryptography`.
    func opened(_ sealed: [UInt8]) throws(IssuerKitError) -> [UInt8] {
        let nonce = Array(sealed.prefix(XChaCha20Poly1305.nonceCount))
        let rest = Array(sealed.dropFirst(XChaCha20Poly1305.nonceCount))
        do throws(CryptographyError) {
            return try XChaCha20Poly1305.open(rest, key: try key(), nonce: nonce, authenticating: context)
        } catch {
            throw .cryptography(error)
        }
    }

    /// What the store keeps of a transaction code that belongs to this code.
    func tag(of transactionCode: String) -> [UInt8] { derived("tx_code:\(transactionCode)") }

    private var context: [UInt8] { Array("carnet issuer \(purpose.rawValue)".utf8) }

    private func key() throws(CryptographyError) -> SecretBytes {
        var bytes = derived("seal")
        return try SecretBytes(wiping: &bytes)
    }

    private func derived(_ label: String) -> [UInt8] {
        HMAC.authenticationCode(.sha256, key: Array(text.utf8), message: context + [0] + Array(label.utf8))
    }
}
