public import CBOR
public import Certificates
public import Rules

/// Why a COSE message was refused.
public enum COSEError: RuleError {
    /// The bytes are not the CBOR that is read here.
    case cbor(CBORError)
    /// It is no tagged COSE_Sign1; `found` says what it is.
    case notSign1(found: String)
    /// A header parameter has another type than it must have.
    case header(label: Int64, problem: String)
    /// A parameter stands in both headers.
    case repeated(label: Int64)
    /// The message asks for something that is not understood.
    case critical
    /// The payload is not in the message.
    case detached
    /// The algorithm is absent, or not among those allowed.
    case algorithmNotAllowed(Int64?)
    /// The key is on another curve than the algorithm's.
    case algorithmKeyMismatch(Int64)
    /// The signature does not fit.
    case signatureInvalid
    /// A certificate of `x5chain` cannot be read.
    case certificates(CertificatesError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .cbor(let error): error.refusal
        case .notSign1(let found):
            Refusal(
                "TSL-11", "not_sign1", "the message is \(found), not a tagged COSE_Sign1",
                hint: "sign it with COSE_Sign1 and write tag 18 before it")
        case .header(let label, let problem):
            Refusal(
                "TSL-11", "cose_header", "the header parameter \(label) \(problem)",
                hint: "write it as RFC 9052 and RFC 9360 say")
        case .repeated(let label):
            Refusal(
                "TSL-11", "cose_header_repeated", "the header parameter \(label) is protected and unprotected at once",
                hint: "write it into the protected header alone")
        case .critical:
            Refusal(
                "JOSE-10", "cose_critical", "the message has crit, and no extension is understood here",
                hint: "sign it without crit")
        case .detached:
            Refusal("TSL-11", "cose_detached", "the payload is not in the message", hint: "send it with its payload")
        case .algorithmNotAllowed(let found):
            Refusal(
                "JOSE-05", "cose_algorithm", "alg is \(found.map(String.init) ?? "absent")",
                hint: "sign with ES256 (-7) or EdDSA (-8)")
        case .algorithmKeyMismatch(let found):
            Refusal(
                "JOSE-06", "cose_algorithm_key", "alg \(found) does not fit the key's curve",
                hint: "sign with the algorithm of the key")
        case .signatureInvalid:
            Refusal(
                "JOSE-14", "cose_signature", "the signature does not fit the key and the bytes received",
                hint: "the message was changed on its way, or another key signed it")
        case .certificates(let error): error.refusal
        }
    }
}
