public import CredentialModel

/// What became of an issuance: the credentials that are stored now, each with the report of its verification.
public struct Issuance: Sendable {
    /// One stored credential.
    public struct Item: Sendable {
        /// The credential with its copies.
        public let credential: HeldCredential
        /// The report on its first copy.
        public let report: Report
    }

    /// The stored credentials, in the order of the offer.
    public let items: [Item]
}
