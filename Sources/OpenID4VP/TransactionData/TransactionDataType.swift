/// A type of transaction data with its strict rules for fields.
public struct TransactionDataType: Sendable {
    /// The identifier in `type`.
    public let name: String
    /// Whether `transaction_data_hashes_alg` must stand in the object (PAY-01).
    let hashAlgorithms: HashAlgorithmsMember
    let content:
        @Sendable (_ payload: TransactionFields, _ policy: TransactionDataRegistry)
            throws(TransactionDataFault) -> TransactionContent

    enum HashAlgorithmsMember: Sendable {
        case required
        case optional
    }
}
