import Bytes
public import CredentialModel
public import HTTP
public import JSON
public import OpenID4VCI

/// What an issuer is configured to be: the file `issuer.json` without its paths.
public struct IssuerSettings: Sendable {
    /// Who is allowed to redeem a code.
    public enum ClientPolicy: Sendable, Hashable {
        /// Everyone, with or without a client identifier.
        case anonymous
        /// Clients of these identifiers.
        case only([String])
    }

    /// Who issues.
    public let issuer: IssuerIdentifier
    /// The authorization server; the issuer itself unless the configuration names another.
    public let server: IssuerIdentifier
    /// Which hosts identifiers may name.
    public let hosts: HostPolicy
    /// What the issuer is called.
    public let display: [LocalizedDisplay]
    /// Claims that every credential gets unless the operator gives them: country, operator, office.
    public let defaultClaims: JSONObject
    /// Who may redeem.
    public let clients: ClientPolicy
    /// Times and numbers.
    public let limits: IssuerLimits
    /// Where the server listens.
    public let listen: ListenAddress
    /// The proxies whose `X-Forwarded-For` says who asks; for the limits on requests per address.
    public let trustedProxies: TrustedProxies
    /// The files with which the service speaks HTTPS itself; nil for plain HTTP.
    public let tls: TLSFiles?

    /// Puts settings together.
    public init(
        issuer: IssuerIdentifier, server: IssuerIdentifier? = nil, hosts: HostPolicy, display: [LocalizedDisplay] = [],
        defaultClaims: JSONObject = [:], clients: ClientPolicy = .anonymous, limits: IssuerLimits = IssuerLimits(),
        listen: ListenAddress = .standard, trustedProxies: TrustedProxies = TrustedProxies(), tls: TLSFiles? = nil
    ) {
        (self.issuer, self.server, self.hosts) = (issuer, server ?? issuer, hosts)
        (self.display, self.defaultClaims, self.clients, self.limits) = (display, defaultClaims, clients, limits)
        (self.listen, self.trustedProxies, self.tls) = (listen, trustedProxies, tls)
    }

    /// Reads the configuration file.
    ///
    /// - Throws: `settings`, `openID4VCI`.
    public init(_ value: JSONValue) throws(IssuerKitError) {
        guard let object = value.object, object[Member.schema.rawValue]?.integer == 1 else { throw .settings(.schema) }
        if let fault = Self.table.fault(in: object) { throw .settings(.described(fault)) }
        let testing = object[Member.testMode.rawValue]
        guard testing == nil || testing?.bool != nil else { throw .settings(.member(.testMode)) }
        hosts = testing?.bool == true ? .loopbackToo : .publicHosts
        guard let issuer = object[Member.issuer.rawValue]?.string else { throw .settings(.member(.issuer)) }
        self.issuer = try Self.identifier(issuer, hosts)
        if let server = object[Member.server.rawValue] {
            guard let text = server.string else { throw .settings(.member(.server)) }
            self.server = try Self.identifier(text, hosts)
        } else {
            server = self.issuer
        }
        display = LocalizedDisplay.list(object[Member.display.rawValue])
        defaultClaims = try Self.object(object, .claims) ?? [:]
        if let value = object[Member.clients.rawValue] {
            let names = value.array?.compactMap(\.string) ?? []
            guard !names.isEmpty, names.count == value.array?.count else { throw .settings(.member(.clients)) }
            clients = .only(names)
        } else {
            clients = .anonymous
        }
        guard let limits = IssuerLimits(try Self.object(object, .limits) ?? [:]) else {
            throw .settings(.member(.limits))
        }
        self.limits = limits
        if let value = object[Member.listen.rawValue] {
            guard let listen = value.string.flatMap(ListenAddress.init) else { throw .settings(.member(.listen)) }
            self.listen = listen
        } else {
            listen = .standard
        }
        trustedProxies = try Self.proxies(object[Member.proxies.rawValue])
        do throws(MemberTable.Fault) { tls = try TLSFiles.read(object) } catch { throw .settings(.described(error)) }
    }

    /// The file.
    public var json: JSONValue {
        var object: JSONObject = [Member.schema.rawValue: 1, Member.issuer.rawValue: .string(issuer.text)]
        if server != issuer { object[Member.server.rawValue] = .string(server.text) }
        if hosts == .loopbackToo { object[Member.testMode.rawValue] = true }
        if !display.isEmpty { object[Member.display.rawValue] = .array(display.map(\.json)) }
        object[Member.claims.rawValue] = .object(defaultClaims)
        if case .only(let names) = clients { object[Member.clients.rawValue] = .array(names.map(JSONValue.string)) }
        let limits = limits.json
        if !limits.isEmpty { object[Member.limits.rawValue] = .object(limits) }
        object[Member.listen.rawValue] = .string(listen.description)
        for (name, value) in tls?.json ?? [:] { object[name] = value }
        let proxies = trustedProxies.addresses
        if !proxies.isEmpty { object[Member.proxies.rawValue] = .array(proxies.map { .string($0.description) }) }
        return .object(object)
    }

    /// Whether a client may redeem codes (CLIENT-02).
    func allows(clientID: String?) -> Bool {
        switch (clients, clientID) {
        case (.anonymous, _): true
        case (.only, nil): false
        case (.only(let names), let name?): names.contains { haveSameBytes($0, name) }
        }
    }

    private static func proxies(_ value: JSONValue?) throws(IssuerKitError) -> TrustedProxies {
        guard let value else { return TrustedProxies() }
        let texts = value.array?.compactMap(\.string)
        guard let texts, texts.count == value.array?.count, let proxies = TrustedProxies(texts: texts) else {
            throw .settings(.member(.proxies))
        }
        return proxies
    }

    private static func identifier(_ text: String, _ hosts: HostPolicy) throws(IssuerKitError) -> IssuerIdentifier {
        do { return try IssuerIdentifier(text, hosts: hosts) } catch { throw .openID4VCI(error) }
    }

    private static func object(_ object: JSONObject, _ member: Member) throws(IssuerKitError) -> JSONObject? {
        guard let value = object[member.rawValue] else { return nil }
        guard let object = value.object else { throw .settings(.member(member)) }
        return object
    }

    /// The members of the file.
    public enum Member: String, Sendable {
        /// The version of the form, 1.
        case schema
        /// The credential issuer identifier.
        case issuer
        /// The identifier of the authorization server.
        case server = "authorization_server"
        /// Whether loopback hosts are allowed.
        case testMode = "test_mode"
        /// Names of the issuer.
        case display
        /// Claims for every credential.
        case claims = "default_claims"
        /// The allowed client identifiers.
        case clients
        /// Times and numbers.
        case limits
        /// Where the server listens.
        case listen
        /// Addresses of the operator's proxies.
        case proxies = "trusted_proxies"
    }
}
