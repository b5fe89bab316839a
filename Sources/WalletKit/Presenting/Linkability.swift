public import CredentialModel
public import DCQL
public import JSON

/// What two verifiers that compare notes could recognise a person by, were an answer sent.
///
/// Copies with keys of their own keep signatures from telling; what is said in them may tell all the same. The sorting is
/// a rule of thumb that errs on the careful side; it is shown to the person and decides nothing.
/// Source: RFC 9901 §10.1, OpenID4VP 1.0 §15.4 (SDPRV-01, DSEL-14).
public struct Linkability: Sendable, Hashable {
    /// How much something tells.
    public enum Strength: String, Sendable, Hashable {
        /// It belongs to one person or document.
        case identifies
        /// Few people share it; several of these together single most people out.
        case narrows
        /// Many people share it.
        case common
    }

    /// One thing that a verifier would see.
    public struct Trait: Sendable, Hashable {
        /// Where it stands.
        public let path: ClaimPath
        /// How much it tells.
        public let strength: Strength
    }

    /// Everything that a verifier would see of the claims, by answer and in the order of the credential.
    public let traits: [Trait]
    /// Whether this verifier has seen a copy that it would see again.
    public let isRepeated: Bool

    /// What the answer as a whole tells: two things that narrow identify together.
    public var strength: Strength {
        if traits.contains(where: { $0.strength == .identifies }) { return .identifies }
        switch traits.count(where: { $0.strength == .narrows }) {
        case 0: return .common
        case 1: return .narrows
        default: return .identifies
        }
    }

    /// `{"strength": "narrows", "repeated": false, "traits": [{"path": […], "strength": …}]}`.
    public var json: JSONValue {
        [
            "strength": .string(strength.rawValue), "repeated": .bool(isRepeated),
            "traits": .array(
                traits.map { ["path": $0.path.json, "strength": .string($0.strength.rawValue)] }),
        ]
    }

    init(traits: [Trait], isRepeated: Bool) { (self.traits, self.isRepeated) = (traits, isRepeated) }

    /// What a verifier sees of one credential.
    static func traits(of claims: ClaimTree) -> [Trait] {
        var traits: [Trait] = []
        for path in ClaimPath.leaves(of: claims.json) {
            guard case .name(let first) = path.components.first, !silent.contains(first) else { continue }
            if case .name(let last) = path.components.last, ofProcess.contains(last) { continue }
            for selection in (try? claims.selections(of: path)) ?? [] {
                let strength = strength(of: selection.value, at: path)
                // Times are rounded by careful issuers; then many credentials have the same.
                if times.contains(first), strength == .common { continue }
                traits.append(Trait(path: selection.position, strength: strength))
            }
        }
        return traits
    }

    private static func strength(of value: JSONValue, at path: ClaimPath) -> Strength {
        guard case .name(let name) = path.components.last(where: { if case .name = $0 { true } else { false } }) else {
            return .narrows
        }
        if times.contains(name) { return value.integer.map { $0 % 3600 == 0 } ?? false ? .common : .narrows }
        return strength(of: value, called: name.lowercased())
    }

    private static func strength(of value: JSONValue, called name: String) -> Strength {
        switch value {
        case .bool, .null: return .common
        case .array(let elements) where elements.allSatisfy({ strength(of: $0, called: name) == .common }):
            return .common
        default: break
        }
        if identifying.contains(where: name.contains) { return .identifies }
        // Codes of countries, currencies and the like.
        let isCode = value.string?.utf8.allSatisfy { (0x41...0x5A).contains($0) } ?? false
        return isCode && value.string?.utf8.count ?? 0 <= 3 ? .common : .narrows
    }

    /// What says nothing of the person: the type, the issuer, and what differs from copy to copy.
    private static let silent: Set<String> = ["vct", "vct#integrity", "iss", "cnf", "status"]
    /// What says how something was verified, not of whom.
    private static let ofProcess: Set<String> = [
        "method", "assurance", "issuing_authority", "issuing_country", "issuing_jurisdiction", "service",
    ]
    private static let times: Set<String> = ["iat", "nbf", "exp"]
    /// Parts of names under which issuers put what belongs to one person or document.
    private static let identifying = [
        "number", "identifier", "_id", "sub", "jti", "email", "phone", "portrait", "picture", "reference", "account",
        "iban",
    ]
}

extension PresentationProposal {
    /// What two verifiers that compare notes could recognise the person by, were this choice presented.
    public func linkability(of choice: DCQLChoice) -> Linkability {
        var traits: [Linkability.Trait] = []
        for answer in choice.answers {
            let query = match.queries.first { $0.query.id == answer.queryID }
            let candidate = query?.candidates.first { $0.credential.id == answer.credentialID }
            guard let claims = candidate?.credential.claims else { continue }
            traits += Linkability.traits(of: claims.revealing(answer.alternative.disclosures))
        }
        let isRepeated = choice.answers.contains { seenCopies.contains($0.credentialID) }
        return Linkability(traits: traits, isRepeated: isRepeated)
    }
}
