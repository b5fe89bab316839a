public import JSON
import Rules

/// What is wrong with a type file.
public enum TypeFault: Sendable, Equatable {
    /// The file's name has other characters than small letters, digits, `-` and `_`.
    case name
    /// Not JSON.
    case json(JSONError)
    /// No object with `"schema": 1`.
    case schema
    /// `vct` is missing or no name.
    case vct
    /// `name` is missing.
    case nameMissing
    /// `display` is there and no entry has a name.
    case display
    /// `claims` is missing, empty, or longer than 256 entries.
    case claimsMissing
    /// An entry of `claims` is malformed; counted from 0.
    case claim(position: Int)
    /// An entry of `claims` describes something that the issuer writes itself.
    case reservedClaim(position: Int)
    /// `issuance` is malformed.
    case issuance
    /// Wallets could not read `embedded_disclosure_policy`, and this is why.
    case disclosurePolicy(String)
    /// The extended type is in no file, or the chain of types has no end.
    case extends(String)
    /// Another file has the same `vct`.
    case repeatedType(other: String)

    var phrase: String {
        switch self {
        case .name: "is not named with small letters, digits, '-' and '_'"
        case .json(let error): "is no JSON: \(error.refusal.problem)"
        case .schema: "has no member 'schema' with the value 1"
        case .vct: "has no 'vct' that is a URN or URL"
        case .nameMissing: "has no 'name'"
        case .display: "has a 'display' without a name in it"
        case .claimsMissing: "has no 'claims' with 1 to 256 entries"
        case .claim(let position): "has a malformed entry \(position) in 'claims'"
        case .reservedClaim(let position): "describes in entry \(position) of 'claims' what the issuer writes itself"
        case .issuance: "has a malformed 'issuance'"
        case .disclosurePolicy(let problem): "has an 'embedded_disclosure_policy' that no wallet can read: \(problem)"
        case .extends(let vct): "extends \(vct), which is in no file here or leads back to this type"
        case .repeatedType(let other): "has the same 'vct' as \(other).json"
        }
    }

    var code: String {
        switch self {
        case .name: "type_file_name"
        case .json: "type_file_json"
        case .schema: "type_file_schema"
        case .vct: "type_file_vct"
        case .nameMissing, .display: "type_file_display"
        case .claimsMissing, .claim: "type_file_claims"
        case .reservedClaim: "type_file_reserved_claim"
        case .issuance: "type_file_issuance"
        case .disclosurePolicy: "type_file_disclosure_policy"
        case .extends: "type_file_extends"
        case .repeatedType: "type_file_repeated"
        }
    }
}
