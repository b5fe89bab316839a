/// A type of transaction data with its strict rules for fields.
public struct TransactionDataType: Sendable {
    /// The identifier in `type`.
    public let name: String
    /// Whether `transaction_data_hashes_alg` must stand in the object (PAY-01).
    let hashAlgorithms: HashAlgorithmsMember
    /// Whether a person must have been authenticated in two ways, which the key binding says (PAY-13).
    let authentication: Authentication
    let content:
        @Sendable (_ payload: TransactionFields, _ policy: TransactionDataRegistry)
            throws(TransactionDataFault) -> TransactionContent

    enum Authentication: Sendable {
        case strong
        case any
    }

    enum HashAlgorithmsMember: Sendable {
        case required
        case optional
    }
}
