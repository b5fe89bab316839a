public import OpenID4VCI
public import Rules

/// An offer as the store keeps it: nothing in it opens anything.
public struct StoredOffer: Sendable, Hashable {
    /// The name under which the operator knows the issuance; not a secret.
    public let issuance: String
    /// The hash of the pre-authorized code.
    public let code: [UInt8]
    /// The hash of the name in the offer's address.
    public let reference: [UInt8]
    /// The code, sealed under the name in the address.
    public let sealedCode: [UInt8]
    /// The claims by configuration, sealed under the code.
    public let sealedClaims: [UInt8]
    /// What is offered.
    public let configurationIDs: [String]
    /// What the wallet is told about the transaction code; nil when none is asked.
    public let input: TransactionCodeInput?
    /// The tag of the transaction code.
    public let tag: [UInt8]?
    /// How many copies may be fetched; nil for what the settings say.
    public let copyLimit: Int?
    /// How many wrong transaction codes came.
    public let failedAttempts: Int
    /// The first moment at which the offer is no longer good.
    public let expires: UnixTime

    /// Puts the parts together.
    public init(
        issuance: String, code: [UInt8], reference: [UInt8], sealedCode: [UInt8], sealedClaims: [UInt8],
        configurationIDs: [String], input: TransactionCodeInput?, tag: [UInt8]?, copyLimit: Int? = nil,
        failedAttempts: Int = 0, expires: UnixTime
    ) {
        (self.issuance, self.code, self.reference) = (issuance, code, reference)
        (self.sealedCode, self.sealedClaims) = (sealedCode, sealedClaims)
        (self.configurationIDs, self.input, self.tag, self.expires) = (configurationIDs, input, tag, expires)
        (self.copyLimit, self.failedAttempts) = (copyLimit, failedAttempts)
    }
}
