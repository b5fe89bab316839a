public import JOSE
public import JSON
public import Rules

/// A key binding JWT whose signature, times and ties to one presentation were checked; only verification makes one.
///
/// Source: RFC 9901 §4.3, §7.3 (KB-01 to KB-12).
public struct KeyBindingJWT: Sendable {
    /// The key that signed it: the one that the issuer put into the credential.
    public let holderKey: JWK
    /// When the holder says that it was signed.
    public let issuedAt: UnixTime
    /// All claims, the ones that this module does not know included.
    public let claims: JSONObject
    /// `transaction_data_hashes`, only when transaction data was requested.
    public let transactionDataHashes: [String]?
    /// `transaction_data_hashes_alg`, as written; nil means `sha-256`.
    public let transactionDataHashAlgorithm: String?

    init(
        claims: JSONObject, issuedAt: UnixTime, holderKey: JWK, transactionData: KeyBindingExpectation.TransactionData
    ) throws(SDJWTError) {
        let hashes = claims[Self.hashesMember]
        let algorithm = claims[Self.hashAlgorithmMember]
        if case .notRequested = transactionData {
            guard hashes == nil else { throw .keyBinding(.transactionDataUnexpected) }
            transactionDataHashes = nil
            transactionDataHashAlgorithm = nil
        } else {
            transactionDataHashes = try hashes.map { value throws(SDJWTError) in
                guard case .array(let entries) = value, !entries.isEmpty else {
                    throw .keyBinding(.transactionDataMalformed)
                }
                let texts = entries.compactMap(\.string)
                guard texts.count == entries.count else { throw .keyBinding(.transactionDataMalformed) }
                return texts
            }
            guard algorithm == nil || algorithm?.string != nil else { throw .keyBinding(.transactionDataMalformed) }
            transactionDataHashAlgorithm = algorithm?.string
        }
        (self.claims, self.issuedAt, self.holderKey) = (claims, issuedAt, holderKey)
    }

    private static let hashesMember = "transaction_data_hashes"
    private static let hashAlgorithmMember = "transaction_data_hashes_alg"

    /// The claims by which a holder confirms transaction data; `SDJWTPresentation.bound` takes them as further claims.
    ///
    /// - Parameters:
    ///   - hashes: one base64url hash for each entry.
    ///   - algorithm: the name of the hash; nil leaves it out, which means `sha-256`.
    public static func transactionDataClaims(hashes: [String], algorithm: String?) -> JSONObject {
        var claims: JSONObject = [hashesMember: .array(hashes.map(JSONValue.string))]
        claims[hashAlgorithmMember] = algorithm.map(JSONValue.string)
        return claims
    }
}
