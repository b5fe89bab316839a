import Bytes
public import Cryptography
import JSON

extension CompactJWE {
    /// Encrypts a message to a receiver's public key.
    ///
    /// ```swift
    /// let token = try CompactJWE.encrypted(message, to: receiver, using: .a256GCM)
    /// ```
    ///
    /// A fresh key is agreed for every message, so that no vector ever serves twice with one key.
    ///
    /// - Parameters:
    ///   - message: what is encrypted, the bytes of a JSON object in our protocols.
    ///   - receiver: the key that the receiver announced; its `kid` goes into the header.
    ///   - content: whether the message is a token itself.
    ///   - encryption: one of `ContentEncryption.written`, chosen among what the receiver reads.
    ///   - random: gives the key of this message and the vector.
    /// - Returns: the token in compact form.
    /// - Throws: `key` when the JWK is not one to encrypt to, `encryption` for one that we only read, `encrypting`.
    ///   Source: RFC 7516 §5.1, RFC 7518 §4.6, §5.3 (ENC-02…07).
    public static func encrypted(
        _ message: [UInt8], content: JWEContent = .message, to receiver: JWK, using encryption: ContentEncryption,
        from random: some RandomSource = SystemRandom()
    ) throws(JWEError) -> String {
        let receiverKey: PublicKey
        do { receiverKey = try receiver.encryptionKey() } catch { throw .key(error) }
        guard ContentEncryption.written.contains(encryption) else {
            throw .encryption(encryption.rawValue, allowed: ContentEncryption.written)
        }
        do throws(CryptographyError) {
            let own = try SoftwareKey(generating: receiverKey.curve, life: .passing, from: random)
            let header = Base64URL.encodedUTF8(
                header(encryption, content, receiver.keyID, own.publicKey).serialized().span)
            let contentKey = try contentKey(agreeing: own, with: receiverKey, for: encryption, [], [])
            let vector = random.bytes(AESGCM.nonceCount)
            let (ciphertext, tag) = try AESGCM.seal(message, key: contentKey, nonce: vector, authenticating: header)
            var token = header
            for part in [[], vector, ciphertext, tag] {
                token.append(0x2E)
                token += Base64URL.encodedUTF8(part.span)
            }
            return String(decoding: token, as: UTF8.self)
        } catch {
            throw .encrypting(error)
        }
    }

    private static func header(
        _ encryption: ContentEncryption, _ content: JWEContent, _ keyID: String?, _ ephemeralKey: PublicKey
    ) -> JSONValue {
        var members: [(String, JSONValue)] = [
            (JWEHeader.Member.algorithm, .string(JWEHeader.algorithm)),
            (JWEHeader.Member.encryption, .string(encryption.rawValue)),
        ]
        if content == .token { members.append((JWEHeader.Member.contentType, "JWT")) }
        if let keyID { members.append((JWEHeader.Member.keyID, .string(keyID))) }
        members.append((JWEHeader.Member.ephemeralKey, .object(JWK(publicKey: ephemeralKey).json)))
        return .object(JSONObject(members))
    }
}
