public import CredentialModel

/// What a wallet knows after reading an offer and the metadata behind it, and shows before it goes on.
///
/// Only `CredentialReceiver.plan` makes one, so everything in it has been checked.
public struct IssuancePlan: Sendable, Hashable {
    /// Something that does not stop the flow and that a person may want to know.
    public enum Warning: Sendable, Hashable {
        /// An offered configuration is not in the metadata (OFFER-14).
        case unknownConfiguration(DisplayText)
        /// An offered configuration cannot be used here.
        case unusableConfiguration(CredentialIssuerMetadata.Skipped)
        /// The list of claims of a configuration was dropped (CLAIM-02).
        case droppedClaims(configuration: DisplayText)
        /// The credential endpoint is at another host than the issuer (META-09).
        case otherHost(DisplayText)
    }

    /// The offer.
    public let offer: CredentialOffer
    /// The issuer's metadata.
    public let metadata: CredentialIssuerMetadata
    /// The metadata of the chosen authorization server.
    public let server: AuthorizationServerMetadata
    /// The offered configurations that can be used, in the order of the offer.
    public let configurations: [CredentialConfiguration]
    /// What did not stop the flow.
    public let warnings: [Warning]
    let grant: PreAuthorizedGrant

    /// What to ask the person for, when a transaction code is required.
    public var transactionCode: TransactionCodeInput? { grant.transactionCode }
}
