public import HTTP
public import JSON
public import OpenID4VP
public import Rules

/// How a verifier runs, as `verifier.json` says it.
///
/// ```json
/// {"public_url": "https://verify.post.example", "listen": "127.0.0.1:8080", "client_id_prefix": "x509_hash",
///  "transaction_seconds": 300, "result_seconds": 600, "network": "secure",
///  "response_mode": "direct_post.jwt", "request_uri_method": "post", "profile": "openid4vp",
///  "wallet_scheme": "openid4vp", "trusted_proxies": ["192.0.2.1"], "type_metadata": "reported",
///  "other_types": false, "metrics": "api_key", "origins": ["https://shop.post.example"]}
/// ```
public struct VerifierConfiguration: Sendable {
    /// The URL under which wallets reach the service.
    public var publicURL: WebURL
    /// The address that the service listens at.
    public var address: IPAddress
    /// The port that the service listens at; 0 lets the system choose.
    public var port: UInt16
    /// How the service authenticates itself to wallets.
    public var prefix: ClientIdentifier.Prefix
    /// How long a transaction waits for the wallet.
    public var transactionSeconds: Int64
    /// How long verified claims are kept for the backend.
    public var resultSeconds: Int64
    /// How wallets answer where a transaction does not say: encrypted, or in the clear.
    public var responseMode = ResponseMode.directPostJWT
    /// Which rules are enforced beyond OpenID4VP 1.0.
    public var profile = Profile.openID4VP
    /// The scheme of the links that wallets are called with.
    public var walletScheme = AuthorizationRequestLink.schemes[0]
    /// How wallets are asked to fetch the request: `post` gives them a nonce of their own in it.
    public var requestMethod = RequestURIMethod.post
    /// The proxies whose `X-Forwarded-For` says who asks; for the limit on wrong API keys per address.
    public var trustedProxies = TrustedProxies()
    /// What becomes of type metadata (VC-50).
    public var typeMetadata = TypeMetadataUse.ignored
    /// What becomes of a credential without status that lives longer than 14 days (STA-08).
    public var credentialStatus = CredentialStatusUse.optional
    /// Whether a credential also counts as of the types that its own extends, where its issuer is trusted for them
    /// (DSEL-02).
    public var countsOtherTypes = false
    /// Who may read what is counted.
    public var metrics = MetricsAccess.apiKey
    /// The origins of the pages that ask through the Digital Credentials API; none when nobody does.
    public var origins: [WebOrigin] = []
    /// The files with which the service speaks HTTPS itself; nil for plain HTTP, behind a proxy or on this machine.
    public var tls: TLSFiles?
    /// Who is told of changes; nil when nobody is.
    public var webhook: WebhookReceiver?
    /// Which addresses may be fetched from and answered to.
    public var network: NetworkPolicy

    /// What a service does with a credential that refers to no status.
    public enum CredentialStatusUse: String, Sendable, Hashable {
        /// It passes, and the report says so.
        case optional
        /// It is refused, unless it is short-lived.
        case required
    }

    /// What a service does with the metadata of types.
    public enum TypeMetadataUse: String, Sendable, Hashable {
        /// It is left aside.
        case ignored
        /// Credentials are checked against it; a type that nobody describes is a line in the report.
        case reported
        /// Credentials are checked against it; a type that nobody describes refuses the credential.
        case required
    }

    /// Begins with the values of the house.
    public init(publicURL: WebURL) {
        self.publicURL = publicURL
        (address, port) = (.v4(0x7F00_0001), 8080)
        (prefix, transactionSeconds, resultSeconds) = (.x509Hash, 300, 600)
        network = publicURL.isLoopback ? .loopbackAllowed : .secure
    }

    /// Reads a configuration.
    ///
    /// - Throws: `configuration` with the member that is wrong; a member that is not known is wrong too.
    public init(_ json: JSONValue) throws(VerifierKitError) {
        guard let object = json.object else { throw .configuration(member: "", problem: "must be an object") }
        // From here on each member has one of the values that the table names.
        if let fault = Self.table.fault(in: object) { throw .configuration(fault) }
        guard let text = object["public_url"]?.string, let url = try? WebURL(parsing: text) else {
            throw .configuration(member: "public_url", problem: "must be a URL")
        }
        self.init(publicURL: url)
        if let value = object["listen"] {
            guard let (address, port) = Self.endpoint(value.string ?? "") else {
                throw .configuration(
                    member: "listen", problem: "must be an address with a port, such as 127.0.0.1:8080")
            }
            (self.address, self.port) = (address, port)
        }
        if let value = object["client_id_prefix"] {
            guard let prefix = ClientIdentifier.Prefix(rawValue: value.string ?? "") else {
                throw .configuration(member: "client_id_prefix", problem: "must be x509_hash or x509_san_dns")
            }
            self.prefix = prefix
        }
        transactionSeconds = object["transaction_seconds"]?.integer ?? transactionSeconds
        resultSeconds = object["result_seconds"]?.integer ?? resultSeconds
        if let value = object["response_mode"] {
            guard let mode = ResponseMode(rawValue: value.string ?? "") else {
                throw .configuration(member: "response_mode", problem: "must be direct_post or direct_post.jwt")
            }
            responseMode = mode
        }
        if let value = object["profile"] {
            guard let profile = Profile(rawValue: value.string ?? "") else {
                throw .configuration(member: "profile", problem: "must be openid4vp or haip")
            }
            self.profile = profile
        }
        if let value = object["wallet_scheme"] {
            guard let scheme = value.string else {
                throw .configuration(member: "wallet_scheme", problem: "must be openid4vp or haip-vp")
            }
            walletScheme = scheme
        }
        try checkProfile()
        if let value = object["request_uri_method"] {
            guard let method = RequestURIMethod(rawValue: value.string ?? "") else {
                throw .configuration(member: "request_uri_method", problem: "must be get or post")
            }
            requestMethod = method
        }
        if let value = object["type_metadata"] {
            guard let use = TypeMetadataUse(rawValue: value.string ?? "") else {
                throw .configuration(member: "type_metadata", problem: "must be ignored, reported or required")
            }
            typeMetadata = use
        }
        if let value = object["credential_status"] {
            guard let use = CredentialStatusUse(rawValue: value.string ?? "") else {
                throw .configuration(member: "credential_status", problem: "must be optional or required")
            }
            credentialStatus = use
        }
        if let value = object["other_types"] {
            guard let counts = value.bool else {
                throw .configuration(member: "other_types", problem: "must be true or false")
            }
            countsOtherTypes = counts
        }
        if let value = object["network"] {
            switch value.string {
            case "secure": network = .secure
            case "loopback_allowed": network = .loopbackAllowed
            default: throw .configuration(member: "network", problem: "must be secure or loopback_allowed")
            }
        }
        if let value = object["origins"] {
            let texts = value.array?.compactMap(\.string)
            let read = texts?.compactMap { try? WebOrigin(ofPage: $0, network: network) }
            guard let read, read.count == value.array?.count, Set(read).count == read.count else {
                throw .configuration(
                    member: "origins", problem: "must be a list of different origins, such as https://shop.example")
            }
            origins = read
        }
        if let value = object["trusted_proxies"] {
            let texts = value.array?.compactMap(\.string)
            guard let texts, let proxies = TrustedProxies(texts: texts) else {
                throw .configuration(member: "trusted_proxies", problem: "must be a list of addresses")
            }
            trustedProxies = proxies
        }
        if let value = object["metrics"] {
            guard let access = MetricsAccess(rawValue: value.string ?? "") else {
                throw .configuration(member: "metrics", problem: "must be api_key or loopback")
            }
            metrics = access
        }
        do throws(MemberTable.Fault) { tls = try TLSFiles.read(object) } catch { throw .configuration(error) }
        webhook = try WebhookReceiver(object, network: network)
        try checkPublicURL()
    }

    /// Checks that wallets reach the service by https, or on this machine (SES-11).
    ///
    /// - Throws: `configuration`.
    func checkPublicURL() throws(VerifierKitError) {
        guard network.permits(publicURL) else {
            throw .configuration(
                member: "public_url",
                problem: "must be an https URL; http is for this machine only, with the network loopback_allowed")
        }
    }

    /// What HAIP asks of a verifier's own requests (HAIP-02, HAIP-03, HAIP-05).
    private func checkProfile() throws(VerifierKitError) {
        guard profile == .haip else { return }
        guard prefix == .x509Hash else {
            throw .configuration(
                member: "client_id_prefix", problem: "must be x509_hash under the profile haip (HAIP-02)")
        }
        guard responseMode == .directPostJWT else {
            throw .configuration(
                member: "response_mode", problem: "must be direct_post.jwt under the profile haip (HAIP-05)")
        }
    }

    /// The configuration as JSON.
    public var json: JSONValue {
        var object: JSONObject = [
            "public_url": .string(publicURL.text), "listen": .string("\(address):\(port)"),
            "client_id_prefix": .string(prefix.rawValue), "transaction_seconds": .integer(transactionSeconds),
            "result_seconds": .integer(resultSeconds),
            "network": network == .secure ? "secure" : "loopback_allowed",
            "profile": .string(profile.rawValue), "wallet_scheme": .string(walletScheme),
            "response_mode": .string(responseMode.rawValue), "request_uri_method": .string(requestMethod.rawValue),
            "type_metadata": .string(typeMetadata.rawValue), "other_types": .bool(countsOtherTypes),
            "credential_status": .string(credentialStatus.rawValue),
            "metrics": .string(metrics.rawValue),
        ]
        for (name, value) in tls?.json ?? [:] { object[name] = value }
        object["webhook_url"] = webhook.map { .string($0.url.text) }
        object["webhook_secret"] = webhook.map { .string($0.secret) }
        if !origins.isEmpty { object["origins"] = .array(origins.map { .string($0.text) }) }
        let proxies = trustedProxies.addresses
        if !proxies.isEmpty { object["trusted_proxies"] = .array(proxies.map { .string($0.description) }) }
        return .object(object)
    }

    /// Reads `address:port`; an IPv6 address stands in brackets.
    public static func endpoint(_ text: String) -> (IPAddress, UInt16)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return IPAddress(host).map { ($0, port) }
    }

    /// How long transactions may wait and claims be kept.
    static let secondsRange: ClosedRange<Int64> = 30...3600
    /// The modes in which this service takes answers.
    static let responseModes: Set<ResponseMode> = [.directPost, .directPostJWT]
}
