public import Bytes
public import Cryptography
public import JOSE
public import JSON
public import Rules

/// Why an SD-JWT was refused; `index` counts Disclosures from 0.
public enum SDJWTError: RuleError {
    /// The issuer's JWT, a time or a key was refused.
    case jose(JOSEError)
    /// There is no tilde at all: a bare JWT.
    case noTilde
    /// The last component is neither empty nor a JWT.
    case lastComponentNotJWT
    /// Two tildes with nothing between them.
    case emptyDisclosure(index: Int)
    /// The whole is longer than the limit.
    case tooLong(bytes: Int, limit: Int)
    /// More Disclosures than the limit.
    case tooManyDisclosures(limit: Int)
    /// One Disclosure is longer than the limit.
    case disclosureTooLong(index: Int, bytes: Int, limit: Int)
    /// Disclosures lie inside one another more deeply than the limit.
    case tooDeep(limit: Int)
    /// Objects and arrays of the payload, put together with what was disclosed, lie more deeply than the limit.
    case payloadTooDeep(limit: Int)
    /// `typ` of the issuer's JWT is not one of those expected.
    case typeMismatch(expected: [String])
    /// `iss` is not the issuer whose key was used.
    case issuerMismatch
    /// `_sd_alg` is no hash that is supported here.
    case unsupportedHash
    /// `_sd_alg` names a hash that policy does not allow.
    case hashNotAllowed(HashAlgorithm)
    /// `_sd_alg` below the top level.
    case nestedHashAlgorithm
    /// A Disclosure is not base64url in its one accepted spelling.
    case disclosureEncoding(index: Int, BytesError)
    /// A Disclosure is not JSON as we read it.
    case disclosureJSON(index: Int, JSONError)
    /// A Disclosure is no array of two or three; nil elements means no array.
    case disclosureShape(index: Int, elements: Int?)
    /// The salt of a Disclosure is not a string, or empty.
    case disclosureSalt(index: Int)
    /// The name in a Disclosure is not a string.
    case disclosureName(index: Int)
    /// The same Disclosure a second time.
    case duplicateDisclosure(index: Int)
    /// `_sd` is not an array of strings.
    case digestsNotStrings
    /// The name `...` anywhere but alone in an element of an array, with a string.
    case misplacedElementDigest
    /// A digest that is not base64url of the hash's length.
    case malformedDigest
    /// A digest in `_sd` has a Disclosure of two elements.
    case elementDisclosureInObject(index: Int)
    /// A digest in an array has a Disclosure of three elements.
    case memberDisclosureInArray(index: Int)
    /// A Disclosure's name is `_sd` or `...`.
    case reservedDisclosureName(index: Int)
    /// A Disclosure's name is `_sd_alg`.
    case disclosedHashAlgorithm(index: Int)
    /// A Disclosure's name is there already.
    case nameCollision(index: Int)
    /// The same digest twice.
    case repeatedDigest
    /// A Disclosure that no digest stands for.
    case unreferencedDisclosure(index: Int)
    /// A claim that the context requires is not there.
    case missingClaim(String)
    /// `aud` of the credential does not name this party.
    case audienceMismatch
    /// The JSON form was refused.
    case jsonForm(JSONFormFault)
    /// The key binding was refused.
    case keyBinding(KeyBindingFault)
    /// Issuing or presenting was asked for something that must not be done.
    case composition(CompositionFault)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .jose(let error): error.refusal
        case .noTilde:
            Refusal(
                "SDJWT-01", "no_tilde", "there is no ~ in it, so it is a JWT and no SD-JWT",
                hint: "send the issuer's JWT followed by ~, Disclosures and their tildes")
        case .lastComponentNotJWT:
            Refusal(
                "SDJWT-02", "last_component_not_jwt", "what follows the last ~ is neither empty nor a JWT",
                hint: "end an SD-JWT without key binding with ~")
        case .emptyDisclosure(let index):
            Refusal(
                "SDJWT-03", "empty_disclosure", "Disclosure \(index) is empty",
                hint: "put exactly one ~ between two components")
        case .tooLong(let bytes, let limit): Self.limit("too_long", "the SD-JWT has \(bytes) bytes", limit)
        case .tooManyDisclosures(let limit):
            Self.limit("too_many_disclosures", "there are more Disclosures than permitted", limit)
        case .disclosureTooLong(let index, let bytes, let limit):
            Self.limit("disclosure_too_long", "Disclosure \(index) has \(bytes) bytes", limit)
        case .tooDeep(let limit):
            Self.limit("disclosures_too_deep", "Disclosures lie too deeply inside one another", limit)
        case .payloadTooDeep(let limit):
            Self.limit("payload_too_deep", "objects and arrays lie too deeply inside one another", limit)
        case .typeMismatch(let expected):
            Refusal(
                "SDJWT-05", "type_mismatch", "typ of the issuer's JWT is another than expected",
                hint: "expected exactly \(expected.joined(separator: " or "))")
        case .issuerMismatch:
            Refusal(
                "SDJWT-31", "issuer_mismatch", "iss is not the issuer whose key is configured",
                hint: "use the key of the issuer that iss names, if it is trusted")
        case .unsupportedHash:
            Refusal(
                "SDJWT-09", "unsupported_hash", "_sd_alg names no hash that is supported",
                hint: "use sha-256, sha-384 or sha-512, in lower case")
        case .hashNotAllowed(let hash):
            Refusal(
                "SDJWT-32", "hash_not_allowed", "_sd_alg is \(hash.rawValue)",
                hint: "ask the issuer for a hash that your policy allows")
        case .nestedHashAlgorithm:
            Refusal(
                "SDJWT-10", "nested_hash_algorithm", "_sd_alg stands below the top level",
                hint: "the issuer must name the hash once, at the top")
        case .disclosureEncoding(let index, let error): error.refusal.inside("Disclosure \(index)")
        case .disclosureJSON(let index, let error): error.refusal.inside("Disclosure \(index)")
        case .disclosureShape(let index, let elements):
            Refusal(
                "SDJWT-47", "disclosure_shape",
                "Disclosure \(index) is \(elements.map { "an array of \($0)" } ?? "no array")",
                hint: "a Disclosure is [salt, name, value] or [salt, value]")
        case .disclosureSalt(let index):
            Refusal(
                "SDJWT-47", "disclosure_salt", "the salt of Disclosure \(index) is not a string, or empty",
                hint: "the issuer must use a random string for each Disclosure")
        case .disclosureName(let index):
            Refusal(
                "SDJWT-47", "disclosure_name", "the name in Disclosure \(index) is not a string",
                hint: "the issuer must write [salt, name, value] with a string as name")
        case .duplicateDisclosure(let index):
            Refusal(
                "SDJWT-46", "duplicate_disclosure", "Disclosure \(index) was sent before",
                hint: "send each Disclosure once")
        case .digestsNotStrings:
            Refusal(
                "SDJWT-48", "digests_not_strings", "an _sd is not an array of strings",
                hint: "the issuer must use the name _sd for digests only")
        case .misplacedElementDigest:
            Refusal(
                "SDJWT-48", "misplaced_element_digest", "a member named ... is not alone in an array element",
                hint: "the issuer must use the name ... for digests of array elements only")
        case .malformedDigest:
            Refusal(
                "SDJWT-49", "malformed_digest", "a digest is not base64url of the length of the hash",
                hint: "the issuer must encode the hash's bytes, not their hexadecimal text")
        case .elementDisclosureInObject(let index):
            Refusal(
                "SDJWT-36", "element_disclosure_in_object",
                "Disclosure \(index) has two elements and belongs to an _sd",
                hint: "members of objects need [salt, name, value]")
        case .memberDisclosureInArray(let index):
            Refusal(
                "SDJWT-40", "member_disclosure_in_array",
                "Disclosure \(index) has three elements and belongs to an array",
                hint: "elements of arrays need [salt, value]")
        case .reservedDisclosureName(let index):
            Refusal(
                "SDJWT-37", "reserved_disclosure_name", "the name in Disclosure \(index) is reserved for digests",
                hint: "the issuer must not name a claim _sd or ...")
        case .disclosedHashAlgorithm(let index):
            Refusal(
                "SDJWT-08", "disclosed_hash_algorithm", "Disclosure \(index) brings _sd_alg",
                hint: "the issuer must write _sd_alg plainly, at the top level")
        case .nameCollision(let index):
            Refusal(
                "SDJWT-38", "name_collision", "the name in Disclosure \(index) is there already",
                hint: "the issuer must use each name once in an object")
        case .repeatedDigest:
            Refusal(
                "SDJWT-43", "repeated_digest", "the same digest occurs twice",
                hint: "the issuer must use a fresh salt for each claim and each decoy")
        case .unreferencedDisclosure(let index):
            Refusal(
                "SDJWT-44", "unreferenced_disclosure", "no digest stands for Disclosure \(index)",
                hint: "it was changed, belongs to another credential, or lies in one that was not sent")
        case .missingClaim(let name):
            Refusal(
                "SDJWT-45", "missing_claim", "the claim \(name) is not there", hint: "ask the holder to disclose it")
        case .audienceMismatch:
            Refusal(
                "SDJWT-45", "credential_audience_mismatch", "aud of the credential does not name this party",
                hint: "the issuer made this credential for others")
        case .jsonForm(let fault): fault.refusal
        case .keyBinding(let fault): fault.refusal
        case .composition(let fault): fault.refusal
        }
    }

    private static func limit(_ code: String, _ problem: String, _ limit: Int) -> Refusal {
        Refusal("SDJWT-50", code, "\(problem), the limit is \(limit)", hint: "send less, or raise the limit")
    }
}
