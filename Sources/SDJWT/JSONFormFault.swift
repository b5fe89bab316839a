public import JSON
import Rules

/// What is wrong with the JSON form of an SD-JWT; signatures are counted from 0.
public enum JSONFormFault: Sendable, Equatable {
    /// It is no JSON as we read it.
    case json(JSONError)
    /// It is JSON, and no object.
    case notAnObject
    /// A member is not there.
    case missing(String)
    /// A member is of another type, or holds a separator of the compact form.
    case memberType(String, expected: String)
    /// The members of the flattened form and `signatures` at once.
    case bothForms
    /// More signatures than are looked at.
    case tooManySignatures(limit: Int)
    /// `disclosures` or `kb_jwt` beside another signature than the first.
    case laterHeader(name: String, signature: Int)
    /// `disclosures` or `kb_jwt` at the top, where early drafts had them.
    case outsideHeader(String)
    /// `disclosures` or `kb_jwt` in a protected header.
    case mustBeUnprotected(String)
    /// The same name in both headers.
    case nameTwice(String)
    /// What decides about the signature, in the header that nobody signed.
    case mustBeProtected(String)
    /// Another signature is over another payload.
    case otherPayload(signature: Int)
    /// A signature must hold, and no key is known for it.
    case noKey(signature: Int)

    var refusal: Refusal {
        switch self {
        case .json(let error): error.refusal.inside("JSON form")
        case .notAnObject:
            Refusal(
                "SDJSON-01", "json_form_not_an_object", "the JSON form is no object",
                hint: "send an object with payload, protected, signature and header")
        case .missing(let name):
            Refusal(
                "SDJSON-01", "json_form_missing", "the JSON form has no \(name)",
                hint: "send payload and, for each signature, protected and signature")
        case .memberType(let name, let expected):
            Refusal(
                "SDJSON-01", "json_form_member_type", "\(name) of the JSON form is not \(expected)",
                hint: "send \(expected)")
        case .bothForms:
            Refusal(
                "SDJSON-04", "json_form_both", "it has the members of the flattened form, and signatures",
                hint: "send one of the two forms (RFC 7515 §7.2.2)")
        case .tooManySignatures(let limit):
            Refusal(
                "SDJWT-50", "json_form_too_many_signatures", "there are more than \(limit) signatures",
                hint: "send fewer")
        case .laterHeader(let name, let signature):
            Refusal(
                "SDJSON-03", "json_form_later_header", "\(name) stands beside signature \(signature)",
                hint: "put it beside the first signature, and only there")
        case .outsideHeader(let name):
            Refusal(
                "SDJSON-01", "json_form_outside_header", "\(name) stands at the top, as in early drafts",
                hint: "put it into header, beside the first signature")
        case .mustBeUnprotected(let name):
            Refusal(
                "SDJSON-01", "json_form_must_be_unprotected", "\(name) stands in a protected header",
                hint: "put it into header: the issuer does not sign it")
        case .nameTwice(let name):
            Refusal(
                "SDJSON-05", "json_form_name_twice", "\(name) stands in both headers of a signature",
                hint: "put each name into one of them")
        case .mustBeProtected(let name):
            Refusal(
                "SDJSON-05", "json_form_must_be_protected", "\(name) stands in a header that nobody signed",
                hint: "put it into protected")
        case .otherPayload(let signature):
            Refusal(
                "SDJSON-04", "json_form_other_payload", "signature \(signature) is over another payload",
                hint: "let all sign the same bytes")
        case .noKey(let signature):
            Refusal(
                "SDJSON-06", "json_form_no_key", "no key is known for signature \(signature)",
                hint: "name the keys of all signers, or say that the first signature decides")
        }
    }
}
