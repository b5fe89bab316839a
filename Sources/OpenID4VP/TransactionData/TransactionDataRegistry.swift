import Bytes

/// The types of transaction data that are understood; a request with any other is refused as a whole (TXD-02).
///
/// The rules of each type are written in code: no schema is fetched from anywhere (PAY-05).
public struct TransactionDataRegistry: Sendable {
    /// What is done with a payment of nothing.
    public enum ZeroAmounts: Sendable {
        /// It is refused.
        case refused
        /// It is read like any other.
        case permitted
    }

    /// The types.
    public let types: [TransactionDataType]
    /// What is done with a payment of nothing (PAY-09).
    public var zeroAmounts = ZeroAmounts.refused

    /// Understands some types.
    public init(_ types: [TransactionDataType]) { self.types = types }

    /// Understands all types that this version has.
    public static let standard = TransactionDataRegistry([.payment, .login, .accountAccess, .mandate, .moneyOrder])

    func type(named name: String) -> TransactionDataType? { types.first { haveSameBytes($0.name, name) } }
}
