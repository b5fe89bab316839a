import SDJWTVC

/// What the metadata of a credential's type said of transactions when the credential was taken in, or when it could first be
/// had.
///
/// It is remembered, since documents go: what was an attestation never becomes a credential that signs anything. A record
/// without it is of a credential whose type nobody could tell about so far. Source: EUDI TS12 §3, §4.1 (PAY-02, PAY-03).
enum TransactionStanding: String, Sendable, Hashable {
    /// The type has the category of attestations for strong customer authentication.
    case attestation
    /// The type names transactions and has not that category: nothing is signed.
    case mapAlone = "map_without_category"
    /// The type has neither.
    case nothing
}

extension TransactionStanding {
    /// What the metadata says.
    init(_ type: ResolvedTypeMetadata) {
        self = type.isStrongAuthentication ? .attestation : type.transactionTypes != nil ? .mapAlone : .nothing
    }
}
