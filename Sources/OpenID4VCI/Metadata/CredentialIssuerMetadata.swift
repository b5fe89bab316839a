public import CredentialModel
public import HTTP
public import JSON
public import Rules

/// What a credential issuer says about itself: its endpoints, its authorization servers, the credentials it offers.
///
/// Only the unsigned form is read; a signed one is refused until signed metadata is built (META-20…24).
/// Source: OpenID4VCI 1.0 §12.2 (META-01…14).
public struct CredentialIssuerMetadata: Sendable, Hashable {
    /// A configuration that cannot be used here, and why.
    public struct Skipped: Sendable, Hashable {
        /// The key under which the configuration stands.
        public let id: String
        /// The rule, the code and the words.
        public let refusal: Refusal
    }

    /// Who this is.
    public let issuer: IssuerIdentifier
    /// The authorization servers; nil when the issuer is its own.
    public let authorizationServers: [IssuerIdentifier]?
    /// Where credentials are fetched.
    public let credentialEndpoint: WebURL
    /// Where nonces are fetched; nil when proofs need none (NONCE-09).
    public let nonceEndpoint: WebURL?
    /// Whether requests must be encrypted, which this version cannot do.
    public let requiresEncryption: Bool
    /// How many proofs one request may carry: 1 without batch support, at most 100.
    public let batchSize: Int
    /// What the issuer is called.
    public let display: [LocalizedDisplay]
    /// The usable configurations in the order of the document.
    public let configurations: [CredentialConfiguration]
    /// Those that cannot be used here.
    public let skipped: [Skipped]

    /// Describes an issuer that is its own authorization server unless others are named, on the issuer's side.
    public init(
        issuer: IssuerIdentifier, authorizationServers: [IssuerIdentifier]? = nil, credentialEndpoint: WebURL,
        nonceEndpoint: WebURL?, batchSize: Int, display: [LocalizedDisplay], configurations: [CredentialConfiguration]
    ) {
        (self.issuer, self.authorizationServers) = (issuer, authorizationServers)
        (self.credentialEndpoint, self.nonceEndpoint) = (credentialEndpoint, nonceEndpoint)
        (self.requiresEncryption, self.batchSize) = (false, min(max(1, batchSize), Self.batchCap))
        (self.display, self.configurations, self.skipped) = (display, configurations, [])
    }

    /// Reads the document.
    ///
    /// - Parameters:
    ///   - value: the parsed body.
    ///   - expected: the identifier that the URL was built from.
    ///   - hosts: which hosts may be named.
    /// - Throws: `notAnObject`, `member`, `value` when something required is missing or wrong (META-04, META-08, META-09).
    public init(_ value: JSONValue, expected: IssuerIdentifier, hosts: HostPolicy) throws(OpenID4VCIError) {
        guard let object = value.object else { throw .notAnObject(.issuerMetadata, rule: "META-08", place: "") }
        let reader = DocumentReader(.issuerMetadata, object, rule: "META-08")
        try expected.checkIdentical(
            try reader.string(Member.issuer.rawValue), in: .issuerMetadata, rule: "META-04",
            member: Member.issuer.rawValue)
        issuer = expected
        authorizationServers = try Self.servers(reader, hosts: hosts)
        guard let endpoint = try reader.endpointIfPresent(Member.credentialEndpoint.rawValue, hosts: hosts) else {
            throw .member(
                .issuerMetadata, rule: "META-08", place: "", .missing(member: Member.credentialEndpoint.rawValue))
        }
        credentialEndpoint = endpoint
        nonceEndpoint = try reader.endpointIfPresent(Member.nonceEndpoint.rawValue, hosts: hosts)
        requiresEncryption = [Member.requestEncryption, .responseEncryption].contains { member in
            object[member.rawValue]?[Member.encryptionRequired.rawValue]?.bool == true
        }
        batchSize = Self.batchSize(object[Member.batch.rawValue]?[Member.batchSize.rawValue])
        display = LocalizedDisplay.list(object[Member.display.rawValue])
        (configurations, skipped) = Self.configurations(try reader.object(Member.configurations.rawValue))
    }

    /// The configuration with an id.
    public func configuration(_ id: String) -> CredentialConfiguration? {
        configurations.first { $0.id.utf8.elementsEqual(id.utf8) }
    }

    /// The identifiers of the authorization servers; the issuer itself when the document names none (META-31).
    public var servers: [IssuerIdentifier] { authorizationServers ?? [issuer] }

    /// The document, on the issuer's side.
    public var json: JSONValue {
        var object = JSONObject([(Member.issuer.rawValue, .string(issuer.text))])
        if let authorizationServers {
            object[Member.servers.rawValue] = .array(authorizationServers.map { .string($0.text) })
        }
        object[Member.credentialEndpoint.rawValue] = .string(credentialEndpoint.text)
        if let nonceEndpoint { object[Member.nonceEndpoint.rawValue] = .string(nonceEndpoint.text) }
        if batchSize > 1 {
            object[Member.batch.rawValue] = [Member.batchSize.rawValue: .integer(Int64(batchSize))]
        }
        if !display.isEmpty { object[Member.display.rawValue] = .array(display.map(\.json)) }
        let entries = configurations.map { ($0.id, $0.json) }
        object[Member.configurations.rawValue] = .object(JSONObject(entries))
        return .object(object)
    }

    private static func servers(
        _ reader: DocumentReader, hosts: HostPolicy
    ) throws(OpenID4VCIError) -> [IssuerIdentifier]? {
        guard let texts = try reader.stringsIfPresent(Member.servers.rawValue) else { return nil }
        guard texts.count <= serverLimit else {
            throw reader.refused(Member.servers.rawValue, .tooMany(count: texts.count, limit: serverLimit))
        }
        var servers: [IssuerIdentifier] = []
        for text in texts {
            servers.append(
                try IssuerIdentifier(
                    text, hosts: hosts, in: .issuerMetadata, rule: "META-31", member: Member.servers.rawValue))
        }
        return servers
    }

    /// A member that says something else than a number from 2 up is read as "no batches" (INEG-020).
    private static func batchSize(_ value: JSONValue?) -> Int {
        guard let size = value?.integer, size >= 2 else { return 1 }
        return Int(min(size, Int64(batchCap)))
    }

    private static func configurations(_ object: JSONObject) -> ([CredentialConfiguration], [Skipped]) {
        var usable: [CredentialConfiguration] = []
        var skipped: [Skipped] = []
        for (id, value) in object {
            do throws(OpenID4VCIError) {
                usable.append(try CredentialConfiguration(id: id, value))
            } catch {
                skipped.append(Skipped(id: id, refusal: error.refusal))
            }
        }
        return (usable, skipped)
    }

    private static let batchCap = 100
    private static let serverLimit = 16

    private enum Member: String {
        case issuer = "credential_issuer"
        case servers = "authorization_servers"
        case credentialEndpoint = "credential_endpoint"
        case nonceEndpoint = "nonce_endpoint"
        case requestEncryption = "credential_request_encryption"
        case responseEncryption = "credential_response_encryption"
        case encryptionRequired = "encryption_required"
        case batch = "batch_credential_issuance"
        case batchSize = "batch_size"
        case configurations = "credential_configurations_supported"
        case display
    }
}
