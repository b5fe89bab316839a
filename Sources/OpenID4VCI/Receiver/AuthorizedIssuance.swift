/// A plan with the access token to carry it out. The token is a secret: seal it before it is stored (TOKEN-12).
public struct AuthorizedIssuance: Sendable, Hashable {
    /// A credential that the token can fetch.
    public struct Available: Sendable, Hashable {
        /// Its configuration.
        public let configuration: CredentialConfiguration
        /// How requests name it.
        public let selector: CredentialRequest.Selector
        /// How many copies one request can bring, each for a key of its own; 1 for a credential that is bound to no key.
        public let copyLimit: Int
    }

    /// The plan.
    public let plan: IssuancePlan
    /// The token and what it is good for.
    public let token: TokenResponse

    /// The credentials that can be fetched, one by one (CRED-07).
    public var available: [Available] {
        plan.configurations.flatMap { configuration -> [Available] in
            let copies = configuration.keyBinding == nil ? 1 : plan.metadata.batchSize
            func named(_ selector: CredentialRequest.Selector) -> Available {
                Available(configuration: configuration, selector: selector, copyLimit: copies)
            }
            guard let granted = token.granted else { return [named(.configuration(configuration.id))] }
            return granted.filter { $0.configurationID.utf8.elementsEqual(configuration.id.utf8) }
                .flatMap(\.identifiers).map { named(.identifier($0)) }
        }
    }
}
