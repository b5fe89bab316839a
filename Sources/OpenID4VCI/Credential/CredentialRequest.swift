public import JSON

/// A request for one credential in one or more copies.
///
/// The issuer reads it in two steps, because an unknown configuration must be reported before a missing proof (CRED-32).
/// Source: OpenID4VCI 1.0 §8.2 (CRED-02…05).
public struct CredentialRequest: Sendable, Hashable {
    /// How the wanted credential is named; the token response decides which of the two (TOKEN-07).
    public enum Selector: Sendable, Hashable {
        /// By one of the identifiers of the token response.
        case identifier(String)
        /// By the key of the configuration.
        case configuration(String)
    }

    /// What is wanted.
    public let selector: Selector
    /// Whether the answer is to be encrypted, which this version cannot do.
    public let asksForEncryption: Bool
    private let proofs: JSONValue?

    /// Makes a request, on the wallet's side.
    ///
    /// - Parameters:
    ///   - selector: what is wanted.
    ///   - proofs: one proof per copy; empty when the configuration asks for no key binding.
    public init(_ selector: Selector, proofs: [String]) {
        self.selector = selector
        asksForEncryption = false
        self.proofs = proofs.isEmpty ? nil : [Self.jwtName: .array(proofs.map(JSONValue.string))]
    }

    /// Reads what names the credential; the proofs are kept for `jwtProofs`.
    ///
    /// - Throws: `malformedBody`, `selectors`.
    public init(_ value: JSONValue) throws(CredentialEndpointError) {
        guard let object = value.object else { throw .malformedBody }
        let identifier = object[Member.identifier.rawValue]
        let configuration = object[Member.configuration.rawValue]
        switch (identifier, configuration) {
        case (let identifier?, nil):
            guard let text = identifier.string else { throw .selectors(.notAString) }
            selector = .identifier(text)
        case (nil, let configuration?):
            guard let text = configuration.string else { throw .selectors(.notAString) }
            selector = .configuration(text)
        case (nil, nil): throw .selectors(.none)
        case (_?, _?): throw .selectors(.both)
        }
        asksForEncryption = object.contains(Member.encryption.rawValue)
        proofs = object[Member.proofs.rawValue]
    }

    /// The proofs of type `jwt`, in order, not yet verified.
    ///
    /// - Parameter limit: how many the issuer takes in one request.
    /// - Throws: `proofs`.
    public func jwtProofs(limit: Int) throws(CredentialEndpointError) -> [String] {
        guard let proofs else { throw .proofs(.missing) }
        guard let object = proofs.object else { throw .proofsNotAnObject }
        guard object.count == 1, let (name, value) = object.members.first else {
            throw .proofs(.notOneType(count: object.count))
        }
        guard name == Self.jwtName else { throw .proofs(.unsupportedType) }
        guard let entries = value.array, !entries.isEmpty else { throw .proofs(.notANonEmptyArray) }
        guard entries.count <= limit else { throw .proofs(.tooMany(count: entries.count, limit: limit)) }
        let texts = entries.compactMap(\.string)
        guard texts.count == entries.count else { throw .proofs(.notStrings) }
        return texts
    }

    /// The object on the wire.
    public var json: JSONValue {
        var object = JSONObject()
        switch selector {
        case .identifier(let text): object[Member.identifier.rawValue] = .string(text)
        case .configuration(let text): object[Member.configuration.rawValue] = .string(text)
        }
        if let proofs { object[Member.proofs.rawValue] = proofs }
        return .object(object)
    }

    private static let jwtName = "jwt"

    private enum Member: String {
        case identifier = "credential_identifier"
        case configuration = "credential_configuration_id"
        case encryption = "credential_response_encryption"
        case proofs
    }
}
