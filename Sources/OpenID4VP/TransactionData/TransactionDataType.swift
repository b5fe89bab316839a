/// A type of transaction data with its strict rules for fields.
public struct TransactionDataType: Sendable {
    /// The identifier in `type`.
    public let name: String
    /// The identifier of the type whose rules these are.
    let schema: String
    /// Whether `transaction_data_hashes_alg` must stand in the object (PAY-01).
    let hashAlgorithms: HashAlgorithmsMember
    /// Whether a person must have been authenticated in two ways, which the key binding says (PAY-13).
    let authentication: Authentication
    let content:
        @Sendable (_ payload: TransactionFields, _ policy: TransactionDataRegistry)
            throws(TransactionDataFault) -> TransactionContent

    init(
        name: String, hashAlgorithms: HashAlgorithmsMember, authentication: Authentication,
        content:
            @escaping @Sendable (TransactionFields, TransactionDataRegistry) throws(TransactionDataFault) ->
            TransactionContent
    ) {
        self.init(name: name, schema: name, hashAlgorithms, authentication, content)
    }

    private init(
        name: String, schema: String, _ hashAlgorithms: HashAlgorithmsMember, _ authentication: Authentication,
        _ content:
            @escaping @Sendable (TransactionFields, TransactionDataRegistry) throws(TransactionDataFault) ->
            TransactionContent
    ) {
        (self.name, self.schema, self.hashAlgorithms) = (name, schema, hashAlgorithms)
        (self.authentication, self.content) = (authentication, content)
    }

    /// The same rules under another name.
    func named(_ name: String) -> TransactionDataType {
        TransactionDataType(name: name, schema: schema, hashAlgorithms, authentication, content)
    }

    enum Authentication: Sendable {
        case strong
        case any
    }

    enum HashAlgorithmsMember: Sendable {
        case required
        case optional
    }
}
