import Cryptography
import HTTP
import JSON
import OpenID4VCI
import Rules

/// What all endpoints share.
struct IssuerContext: Sendable {
    let settings: IssuerSettings
    let catalogue: TypeCatalogue
    let keys: IssuerKeys
    let maker: CredentialMaker
    let offers: OfferMaker
    let store: any IssuerStore
    let clock: Clock
    let random: any RandomSource
    let log: @Sendable (IssuerEvent) -> Void

    /// How many proofs one request may carry: the metadata announces it, the credential endpoint holds to it (CRED-08).
    var batchSize: Int {
        min(catalogue.issuable.compactMap(\.issuance?.batchSize).max() ?? 1, settings.limits.batchSize)
    }

    /// Proofs are taken in this algorithm only (PROOF-08).
    static let proofAlgorithms = ["ES256"]

    func write(
        _ name: IssuerEvent.Name, _ request: HTTPRequest, issuance: String? = nil, copies: Int? = nil,
        refusal: Refusal? = nil
    ) {
        log(
            IssuerEvent(
                name, at: clock.now, request: request.id, issuance: issuance, copies: copies, refusal: refusal))
    }

    /// What a wallet is told when the issuer itself fails: nothing but that.
    func failed(_ error: IssuerKitError, _ request: HTTPRequest) -> HTTPResponse {
        write(.failure, request, refusal: error.refusal)
        let refusal = Refusal("SEC-32", "server_error", "the issuer could not do its work", hint: "")
        return .json(OAuthErrorBody(.serverError, refusal).json, status: 500)
    }
}
