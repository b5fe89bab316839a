import Bytes
public import Cryptography

/// A JWE in compact form as it was received: parsed, and opaque until it is decrypted.
///
/// ```swift
/// let jwe = try CompactJWE(parsing: token)
/// let bytes = try jwe.decrypted(by: key, allowing: [.a128GCM, .a256GCM])
/// ```
///
/// ```
/// header . (empty) . vector . ciphertext . tag        each base64url
/// └ authenticated as received (ENC-06)
/// ```
///
/// Who can decrypt it is known, who wrote it is not: anyone can encrypt to a public key (ENC-09).
/// Source: RFC 7516 §3.1, RFC 7518 §4.6 (JOSE-13, ENC-05…11).
public struct CompactJWE: Sendable {
    /// The header, checked as far as that goes without a key.
    public let header: JWEHeader

    private let authenticated: [UInt8]
    private let vector: [UInt8]
    private let ciphertext: [UInt8]
    private let tag: [UInt8]

    /// Reads a token that came from outside.
    ///
    /// - Parameter content: what it must hold.
    /// - Throws: `tokenTooLong`, `partCount`, `headerTooLong`, `encryptedKeyPresent`, `encoding`, and what `JWEHeader`
    ///   throws.
    public init(
        parsing text: String, content: JWEContent = .message, limits: JOSELimits = .default
    ) throws(JWEError) {
        let bytes = text.utf8
        guard bytes.count <= limits.tokenBytes else {
            throw .tokenTooLong(bytes: bytes.count, limit: limits.tokenBytes)
        }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 5 else { throw .partCount(parts.count) }
        guard parts[0].count <= limits.headerBytes else {
            throw .headerTooLong(bytes: parts[0].count, limit: limits.headerBytes)
        }
        header = try JWEHeader(parsing: Self.decoded(.header, parts[0]), content: content, limits: limits)
        guard parts[1].isEmpty else { throw .encryptedKeyPresent }
        authenticated = Array(parts[0])
        vector = try Self.decoded(.vector, parts[2])
        ciphertext = try Self.decoded(.ciphertext, parts[3])
        tag = try Self.decoded(.tag, parts[4])
    }

    /// Decrypts with a key of the receiver that has a JWK, whose own `kid`, `alg`, `use` and `key_ops` are respected.
    ///
    /// - Parameter encryptions: what the receiver announced.
    /// - Throws: `key` for a JWK that is not one to encrypt to, `keyID`, `encryption`, `undecryptable`.
    public func decrypted(
        by key: JWK.Private, allowing encryptions: [ContentEncryption]
    ) throws(JWEError) -> [UInt8] {
        do { _ = try key.publicJWK.encryptionKey() } catch { throw .key(error) }
        if let expected = key.publicJWK.keyID {
            guard let found = header.keyID, haveSameBytes(found, expected) else { throw .keyID(found: header.keyID) }
        }
        return try decrypted(by: key.key, allowing: encryptions)
    }

    /// Decrypts with the receiver's private key.
    ///
    /// - Throws: `encryption` when `enc` is not allowed, `undecryptable` for everything else, whatever the reason.
    public func decrypted(
        by key: SoftwareKey, allowing encryptions: [ContentEncryption]
    ) throws(JWEError) -> [UInt8] {
        guard encryptions.contains(header.encryption) else {
            throw .encryption(header.encryption.rawValue, allowed: encryptions)
        }
        do {
            let ephemeral = try JWK(header.ephemeralKey)
            let contentKey = try Self.contentKey(
                agreeing: key, with: ephemeral.publicKey, for: header.encryption, header.partyU, header.partyV)
            switch header.encryption {
            case .a128GCM, .a256GCM:
                return try AESGCM.open(
                    ciphertext, tag: tag, key: contentKey, nonce: vector, authenticating: authenticated)
            case .a128CBCHS256:
                return try AESCBCHMAC.open(
                    ciphertext, tag: tag, key: contentKey, vector: vector, authenticating: authenticated)
            }
        } catch {
            throw .undecryptable
        }
    }

    /// The content encryption key of one message.
    static func contentKey(
        agreeing own: SoftwareKey, with other: PublicKey, for encryption: ContentEncryption,
        _ partyU: [UInt8], _ partyV: [UInt8]
    ) throws(CryptographyError) -> SecretBytes {
        try ConcatKDF.key(
            from: try own.sharedSecret(with: other), algorithm: encryption.rawValue, partyU: partyU, partyV: partyV,
            count: encryption.keyCount)
    }

    private static func decoded(_ part: JWEPart, _ text: Substring.UTF8View) throws(JWEError) -> [UInt8] {
        do { return try Base64URL.decode(Array(text).span) } catch { throw .encoding(part, error) }
    }
}
