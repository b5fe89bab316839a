public import CredentialModel
public import JSON
public import Rules

/// Why the metadata of a type, or a credential that it describes, was refused.
///
/// Places are those of the document, such as `claims[3]`; values of claims are never named.
public enum TypeMetadataError: RuleError {
    /// The document is no JSON.
    case json(JSONError)
    /// The document is no JSON object.
    case notAnObject(found: JSONKind)
    /// A member is missing or has another form; without a name, the place itself has.
    case member(rule: RuleID, place: String, name: String, problem: String)
    /// The document is about another type than the one it was fetched for.
    case otherType(wanted: String, found: String)
    /// More of something than is read.
    case tooMany(what: String, count: Int, limit: Int)
    /// A value of integrity is no list of hashes.
    case integrityMalformed
    /// A value of integrity has no hash function that this program knows.
    case integrityUnsupported
    /// The document is not the one whose hash is stated.
    case integrityMismatch(type: String)
    /// A type extends itself, at once or over others.
    case cycle(type: String)
    /// Too many types stand above one another.
    case tooDeep(limit: Int)
    /// A type changes whether a claim is disclosed selectively, which the type that it extends has settled.
    case disclosureChanged(path: ClaimPath, from: String, to: String)
    /// A type makes a claim optional that the type that it extends requires.
    case mandatoryWeakened(path: ClaimPath)
    /// Two claims have the same name in pictures.
    case templateNameTwice(name: String)
    /// A type that named transactions when a credential came says nothing of them any more.
    case transactionsLost(type: String)
    /// No document about the type could be had.
    case unavailable(type: String, why: String)
    /// The path of a claim goes through something else than it says.
    case pathMismatch(ClaimPath)
    /// A claim that every credential of the type has is not in this one.
    case mandatoryMissing(ClaimPath)
    /// A claim that must be disclosed selectively is visible wherever what is around it is.
    case notDisclosable(ClaimPath)
    /// A claim that must be visible has a Disclosure of its own.
    case disclosable(ClaimPath)
    /// The type has no picture.
    case noTemplate(type: String)
    /// A picture cannot be shown safely, or is none.
    case template(SVGFault)

    /// Whether the fault is that no document could be had that is the right one: policy decides then (VC-50). Everything
    /// else refuses the credential under every policy.
    public var isAbsence: Bool {
        switch self {
        case .unavailable, .integrityMismatch, .integrityUnsupported: true
        default: false
        }
    }

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .json(let error):
            Refusal(
                "VC-51", "type_metadata_not_json", "the type metadata is no JSON: \(error.refusal.problem)",
                hint: "the publisher of the type must mend its document")
        case .notAnObject(let found):
            Refusal(
                "VC-51", "type_metadata_not_object", "the type metadata is \(found.phrase)",
                hint: "the publisher of the type must publish a JSON object")
        case .member(let rule, let place, let name, let problem):
            Refusal(
                rule, "type_metadata_malformed",
                "in type metadata, \(name.isEmpty ? place : "\(name) of \(place)") \(problem)",
                hint: "the publisher of the type must mend its document")
        case .otherType(let wanted, let found):
            Refusal(
                "VC-52", "type_metadata_other_type",
                "the type metadata for \(Self.shown(wanted)) is about \(Self.shown(found))",
                hint: "the publisher must serve each document under the type that it describes")
        case .tooMany(let what, let count, let limit):
            Refusal(
                "SEC-03", "type_metadata_too_large",
                "in type metadata, \(what) has \(count) entries, the limit is \(limit)",
                hint: "the publisher of the type must describe it with less")
        case .integrityMalformed:
            Refusal(
                "VC-05", "integrity_malformed", "an integrity value is no list of hashes such as sha256-…",
                hint: "each hash is the name of a function, a dash, and the digest in padded base64")
        case .integrityUnsupported:
            Refusal(
                "VC-60", "integrity_unsupported", "an integrity value has no sha256, sha384 or sha512",
                hint: "the issuer must state one of them")
        case .integrityMismatch(let type):
            Refusal(
                "VC-60", "integrity_mismatch",
                "the document about \(Self.shown(type)) has another hash than was stated",
                hint: "it was changed since; ask the issuer for a new credential, or for the document that it means")
        case .cycle(let type):
            Refusal(
                "VC-54", "type_metadata_cycle", "the type \(Self.shown(type)) extends itself",
                hint: "the publisher must take one 'extends' out of the circle")
        case .tooDeep(let limit):
            Refusal(
                "VC-54", "type_metadata_too_deep", "more than \(limit) types stand above the credential's own",
                hint: "the publisher must extend less often")
        case .disclosureChanged(let path, let from, let to):
            Refusal(
                "VC-59", "type_metadata_sd_changed",
                "the type changes the claim \(path) from \(from) to \(to)",
                hint: "a type may settle only what the type that it extends leaves open")
        case .mandatoryWeakened(let path):
            Refusal(
                "VC-59", "type_metadata_mandatory_changed", "the type makes the mandatory claim \(path) optional",
                hint: "what the extended type requires stays required")
        case .templateNameTwice(let name):
            Refusal(
                "VC-57", "type_metadata_svg_id_twice", "two claims have the svg_id \(name)",
                hint: "the publisher must give each claim a name of its own")
        case .unavailable(let type, let why):
            Refusal(
                "VC-50", "type_metadata_unavailable", "there is no metadata about \(Self.shown(type)): \(why)",
                hint: "try again later, or let policy do without")
        default: credentialRefusal
        }
    }

    private var credentialRefusal: Refusal {
        switch self {
        case .pathMismatch(let path):
            Refusal(
                "VC-58", "type_metadata_path", "the credential has something else at \(path) than its type says",
                hint: "the issuer must make credentials as their type describes them")
        case .mandatoryMissing(let path):
            Refusal(
                "VC-58", "mandatory_claim_missing", "the claim \(path), which the type requires, is missing",
                hint: "the issuer must put it into the credential")
        case .notDisclosable(let path):
            Refusal(
                "VC-58", "claim_not_disclosable",
                "the claim \(path) is shown to everyone, the type leaves it to the holder",
                hint: "the issuer must put it into a Disclosure of its own")
        case .disclosable(let path):
            Refusal(
                "VC-58", "claim_disclosable", "the claim \(path) has a Disclosure, the type wants it always visible",
                hint: "the issuer must leave it in the open")
        case .transactionsLost(let type):
            Refusal(
                "PAY-02", "type_metadata_transactions_lost",
                "the type \(Self.shown(type)) named transactions when the credential came, and names none any more",
                hint: "ask the issuer for a new credential")
        case .noTemplate(let type):
            Refusal(
                "VC-62", "no_svg_template", "there is no picture for \(Self.shown(type))",
                hint: "'show' without a picture shows every claim")
        case .template(let fault):
            Refusal(
                "VC-62", "svg_template_refused", "the picture is not shown: \(fault.phrase)",
                hint: "the publisher of the type must offer a picture without scripts and references")
        default:
            Refusal("VC-50", "internal_inconsistency", "a refusal has no words", hint: "report this as a fault")
        }
    }

    private static func shown(_ type: String) -> String { DisplayText(type, limit: 128).description }
}
