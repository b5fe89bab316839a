public import Bytes
public import Cryptography
public import JSON
public import Rules

/// Why an encrypted message was refused, or could not be written.
///
/// What the header says in the clear is refused with its own words. Everything that depends on the key is one case,
/// `undecryptable`, so that a sender cannot probe the key (ENC-11).
public enum JWEError: RuleError {
    /// A compact JWE has another number of parts than five.
    case partCount(Int)
    /// A part is not base64url in its one accepted spelling.
    case encoding(JWEPart, BytesError)
    /// The token is longer than the limit.
    case tokenTooLong(bytes: Int, limit: Int)
    /// The encoded header is longer than the limit.
    case headerTooLong(bytes: Int, limit: Int)
    /// The second part is not empty, although keys are agreed directly.
    case encryptedKeyPresent
    /// The header is not JSON as we read it.
    case header(JSONError)
    /// The header is JSON, but not an object.
    case notAnObject(found: JSONKind)
    /// A header member has a type that it may not have.
    case headerMember(String, expected: JSONKind, found: JSONKind)
    /// The header asks for an extension.
    case extended(JOSEError)
    /// `alg` is absent or not `ECDH-ES`.
    case algorithm(String?)
    /// `enc` is absent or not among what is allowed here.
    case encryption(String?, allowed: [ContentEncryption])
    /// A header member that changes what decryption means.
    case forbiddenMember(String)
    /// The content is said to be a token itself.
    case nested
    /// The content is not said to be a token, although one is wanted.
    case notNested
    /// `apu` or `apv` is not base64url.
    case partyInformation(member: String, BytesError)
    /// `kid` is not that of the key.
    case keyID(found: String?)
    /// The key is not one to encrypt to.
    case key(JOSEError)
    /// The message does not decrypt with this key: no more is told.
    case undecryptable
    /// The system refused what encryption needs.
    case encrypting(CryptographyError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .partCount(let count):
            Refusal(
                "JOSE-13", "jwe_part_count", "the compact JWE has \(count) parts, not 5",
                hint:
                    "send header, empty key, vector, ciphertext and tag joined by four dots; the JSON form is not read here"
            )
        case .encoding(let part, let error): error.refusal.inside("\(part.rawValue) of the JWE")
        case .tokenTooLong(let bytes, let limit):
            Refusal(
                "JOSE-04", "jwe_too_long", "the JWE has \(bytes) bytes, the limit is \(limit)",
                hint: "send a smaller message or raise the limit")
        case .headerTooLong(let bytes, let limit):
            Refusal(
                "JOSE-04", "jwe_header_too_long",
                "the header of the JWE has \(bytes) characters, the limit is \(limit)",
                hint: "send a smaller header or raise the limit")
        case .encryptedKeyPresent:
            Refusal(
                "ENC-06", "jwe_encrypted_key",
                "the JWE has an encrypted key, although ECDH-ES agrees on the key itself",
                hint: "leave the second part empty")
        case .header(let error): error.refusal.inside("header of the JWE")
        case .notAnObject(let found):
            Refusal(
                "JOSE-13", "jwe_header_not_object", "the header of the JWE is \(found.phrase)",
                hint: "the header must be a JSON object")
        case .headerMember(let name, let expected, let found):
            Refusal(
                name == "kid" ? "ENC-02" : "ENC-07", "jwe_header_member_type",
                "\(name) in the header of the JWE is \(found.phrase)", hint: "\(name) must be \(expected.phrase)")
        case .extended(let error): error.refusal.inside("header of the JWE")
        case .algorithm(let name):
            Refusal(
                "ENC-08", "jwe_algorithm", "alg of the JWE is \(name.map(quoted) ?? "absent")",
                hint: "encrypt with ECDH-ES to the key that was announced")
        case .encryption(let name, let allowed):
            Refusal(
                "ENC-03", "jwe_encryption", "enc of the JWE is \(name.map(quoted) ?? "absent")",
                hint: "allowed here: \(allowed.map(\.rawValue).joined(separator: ", "))")
        case .forbiddenMember(let name):
            Refusal(
                "ENC-08", "jwe_forbidden_member", "the header of the JWE has the member \(name)",
                hint: "send the message without it; compressed content is never read")
        case .nested:
            Refusal(
                "ENC-08", "jwe_nested", "cty says that the content of the JWE is a token itself",
                hint: "encrypt the JSON object, not a signed token of it")
        case .notNested:
            Refusal(
                "JOSE-13", "jwe_not_nested", "cty does not say that the content of the JWE is a token",
                hint: "encrypt the signed token, and write JWT into cty")
        case .partyInformation(let member, let error): error.refusal.inside("\(member) of the JWE")
        case .keyID(let found):
            Refusal(
                "ENC-02", "jwe_key_id", "kid of the JWE is \(found.map(quoted) ?? "absent") and not that of the key",
                hint: "copy kid from the key that the message is encrypted to")
        case .key(let error): error.refusal
        case .undecryptable:
            Refusal(
                "ENC-11", "jwe_undecryptable", "the message does not decrypt",
                hint: "it was changed on its way, is for another key, or its epk is no key of the same curve")
        case .encrypting(let error): error.refusal
        }
    }
}
