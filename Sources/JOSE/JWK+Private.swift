public import Cryptography
public import JSON

extension JWK {
    /// A private key as JSON: for test keys and for operators' key files, never for keys of a wallet's vault.
    public struct Private: Sendable {
        /// The public part, without private members.
        public let publicJWK: JWK
        /// The key that signs or agrees.
        public let key: SoftwareKey

        /// A key of our own to which others may encrypt, with the name that they must repeat (ENC-02).
        public init(agreeing key: SoftwareKey, keyID: String) {
            self.key = key
            publicJWK = JWK(publicKey: key.publicKey, keyID: keyID, algorithm: JWEHeader.algorithm, use: "enc")
        }

        /// A key of our own that was kept, with what it was announced as.
        public init(_ publicJWK: JWK, key: SoftwareKey) { (self.publicJWK, self.key) = (publicJWK, key) }

        /// Reads a private key.
        ///
        /// - Throws: `key` with the cases of `JWK.init`, `missing` for `d`, and `pairMismatch` when `d` does not belong
        ///   to the public members.
        public init(_ value: JSONValue) throws(JOSEError) {
            guard case .object(let json) = value else { throw .key(.notAnObject(found: value.kind)) }
            var publicPart = json
            for name in Member.secrets { publicPart[name] = nil }
            publicJWK = try JWK(publicPart)
            let scalar = try JWK.coordinate(Member.secret, in: json)
            do {
                key = try SoftwareKey(publicJWK.publicKey.curve, privateScalar: scalar)
            } catch {
                throw .key(.refused(error))
            }
            guard key.publicKey == publicJWK.publicKey else { throw .key(.pairMismatch) }
        }
    }
}
