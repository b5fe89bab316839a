public import Cryptography
public import HTTP
import OpenID4VCI
public import Rules

/// The issuer as a route table: requests in, answers out, no socket.
///
/// ```swift
/// let service = try IssuerService(settings: settings, catalogue: catalogue, keys: keys, store: store)
/// let answer = service.router.respond(to: HTTPRequest(method: "POST", path: "/nonce"))
/// ```
///
/// Not built yet, and answered with the error that the standard has for it: the authorization code grant
/// (`unsupported_grant_type`), encrypted requests (415) and answers (`invalid_encryption_parameters`), key attestations
/// (`invalid_proof`), DPoP (401), deferred issuance and notifications (404, not in the metadata).
public struct IssuerService: Sendable {
    /// Makes and stores offers; what `issuer offer` uses.
    public let offers: OfferMaker
    /// Makes credentials; what `issuer sign` uses.
    public let maker: CredentialMaker
    /// The routes.
    public let router: Router
    private let store: any IssuerStore
    private let clock: Clock

    /// Puts an issuer together.
    ///
    /// - Parameters:
    ///   - settings: who it is.
    ///   - catalogue: what it issues.
    ///   - keys: what it signs with.
    ///   - store: what it remembers.
    ///   - clock: the time.
    ///   - random: where codes, salts and places in status lists come from.
    ///   - log: where events go.
    /// - Throws: `openID4VCI` when a URL cannot be made from the identifiers.
    public init(
        settings: IssuerSettings, catalogue: TypeCatalogue, keys: IssuerKeys, store: any IssuerStore,
        clock: Clock = .system, random: any RandomSource = SystemRandom(),
        log: @escaping @Sendable (IssuerEvent) -> Void = { _ in }
    ) throws(IssuerKitError) {
        let maker = CredentialMaker(settings: settings, catalogue: catalogue, keys: keys, random: random)
        offers = OfferMaker(settings: settings, catalogue: catalogue, maker: maker, store: store, random: random)
        (self.maker, self.store, self.clock) = (maker, store, clock)
        let context = IssuerContext(
            settings: settings, catalogue: catalogue, keys: keys, maker: maker, offers: offers, store: store,
            clock: clock, random: random, log: log)
        do {
            router = Router(try Self.routes(context, try DocumentEndpoints(context)))
        } catch {
            throw .openID4VCI(error)
        }
    }

    /// Erases the claims of offers and tokens that nobody can fetch any more; to be called every few seconds, so that what
    /// was handed out or taken back is in none of the files soon after (SEC-28).
    ///
    /// - Throws: `sqlite`.
    public func sweep() throws(IssuerKitError) { try store.sweep(at: clock.now) }

    private static func routes(
        _ context: IssuerContext, _ documents: DocumentEndpoints
    ) throws(OpenID4VCIError) -> [Route] {
        let settings = context.settings
        let token = TokenEndpoint(
            context: context, limiter: RateLimiter(perMinute: settings.limits.tokenRequestsPerMinute))
        let nonce = NonceEndpoint(
            context: context, limiter: RateLimiter(perMinute: settings.limits.nonceRequestsPerMinute))
        let credential = CredentialEndpoint(context: context)
        let offer = OfferEndpoint(context: context)
        let lists = StatusListEndpoint(
            context: context,
            publisher: StatusListPublisher(settings: settings, keys: context.keys.status, maker: context.maker))
        let published = Protection.publicDocument(maxAgeSeconds: 600)
        let issuer = settings.issuer.url.path
        let issuerBase = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let server = settings.server.url.path
        let serverBase = server.hasSuffix("/") ? String(server.dropLast()) : server
        return [
            Route(
                "GET", RouteTemplate(try settings.issuer.issuerMetadataURL.path), protection: published
            ) { _ in documents.issuerMetadata },
            Route(
                "GET", RouteTemplate(try settings.server.serverMetadataURL.path), protection: published
            ) { _ in documents.serverMetadata },
            Route("GET", RouteTemplate("\(issuerBase)/offers/{id}"), handler: offer.respond),
            Route("POST", RouteTemplate("\(serverBase)/token"), body: .form, handler: token.respond),
            Route("POST", RouteTemplate("\(issuerBase)/nonce"), handler: nonce.respond),
            Route(
                "POST", RouteTemplate("\(issuerBase)/credential"), body: .of([.json], limitBytes: 262_144),
                handler: credential.respond),
            Route(
                "GET", RouteTemplate("\(issuerBase)/statuslists/{number}"),
                protection: .publicDocument(maxAgeSeconds: Int(settings.limits.statusSeconds)), handler: lists.respond),
            Route(
                "GET", RouteTemplate("\(issuerBase)/statuslists"),
                protection: .publicDocument(maxAgeSeconds: Int(settings.limits.statusSeconds)),
                handler: lists.respondWithAll),
            Route("GET", RouteTemplate("\(issuerBase)/types"), protection: published) { _ in documents.types },
            Route(
                "GET", RouteTemplate("\(issuerBase)/types/{id}"), protection: published,
                handler: documents.typeMetadata),
            Route("GET", "/healthz", handler: HealthEndpoint(context: context).respond),
        ]
            + documents.addresses(of: settings.issuer.url).map { address in
                Route("GET", RouteTemplate(address.path), protection: published) { _ in address.document }
            }
    }
}
