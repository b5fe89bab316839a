import Bytes
import HTTP
import JSON
import OpenID4VCI
import Rules
import SDJWTVC

/// What the issuer publishes about itself and its types.
struct DocumentEndpoints: Sendable {
    /// `/.well-known/openid-credential-issuer` (META-01…11).
    let issuerMetadata: HTTPResponse
    /// `/.well-known/oauth-authorization-server` (META-30…33).
    let serverMetadata: HTTPResponse
    /// The types with the addresses of their metadata.
    let types: HTTPResponse
    private let catalogue: TypeCatalogue

    init(_ context: IssuerContext) throws(OpenID4VCIError) {
        let (settings, catalogue) = (context.settings, context.catalogue)
        self.catalogue = catalogue
        let configurations = catalogue.issuable.map {
            catalogue.configuration(of: $0, algorithms: ["ES256"], proofAlgorithms: IssuerContext.proofAlgorithms)
        }
        let metadata = CredentialIssuerMetadata(
            issuer: settings.issuer,
            // An issuer that is its own authorization server says so by saying nothing (TRAP-11).
            authorizationServers: settings.server == settings.issuer ? nil : [settings.server],
            credentialEndpoint: try settings.issuer.endpoint("/credential"),
            nonceEndpoint: try settings.issuer.endpoint("/nonce"),
            batchSize: context.batchSize, display: settings.display, configurations: configurations)
        var members = metadata.json.object ?? [:]
        members["status_list_aggregation_endpoint"] = .string(try settings.issuer.endpoint("/statuslists").text)
        issuerMetadata = .json(.object(members))
        let server = AuthorizationServerMetadata(
            issuer: settings.server, tokenEndpoint: try settings.server.endpoint("/token"),
            allowsAnonymousPreAuthorizedAccess: settings.clients == .anonymous)
        serverMetadata = .json(server.json)
        var entries: [JSONValue] = []
        for type in catalogue.issuable {
            let url = try settings.issuer.endpoint("/types/\(type.id)").text
            var entry: JSONObject = ["vct": .string(type.vct), "type_metadata": .string(url)]
            entry["type_metadata#integrity"] = catalogue.integrity(type.id).map { .string($0.text) }
            entries.append(.object(entry))
        }
        types = .json(["types": .array(entries)])
    }

    /// Where the documents lie whose type is an address of this issuer: there, wallets look for them (VC-53).
    ///
    /// - Parameter issuer: the issuer's own address.
    func addresses(of issuer: WebURL) -> [(path: String, document: HTTPResponse)] {
        catalogue.all.compactMap { type in
            guard let url = try? WebURL(parsing: type.vct), url.origin == issuer.origin, url.query == nil,
                url.path.count > 1, let document = catalogue.typeMetadata(type.id)
            else { return nil }
            return (url.path, .bytes(document, type: .json))
        }
    }

    /// The type metadata document, octet by octet what `extends#integrity` was made over (VC-51…60).
    func typeMetadata(_ request: HTTPRequest) -> HTTPResponse {
        guard let document = catalogue.typeMetadata(request.parameters["id"] ?? "") else {
            return .problem(
                ProblemDocument(
                    status: 404, code: "type_not_found", detail: "there is no such type", rule: "VC-53",
                    hint: "the list of types is one level up")
            ).noStore()
        }
        return .bytes(document, type: .json)
    }
}
