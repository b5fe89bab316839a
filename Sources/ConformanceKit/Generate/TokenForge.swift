import Bytes
import Cryptography
import JOSE
import JSON

/// Makes tokens for vectors with full control over every byte, wrong ones included.
struct TokenForge {
    let key: SoftwareKey
    /// The private part, which is printed in vectors for issuing.
    let scalar: [UInt8]

    /// The algorithm that fits the key.
    var algorithm: String { key.publicKey.curve == .p256 ? "ES256" : "EdDSA" }

    /// A header with the right `alg`.
    func header(_ more: JSONObject = [:]) -> JSONObject {
        JSONObject([("alg", .string(algorithm))] + more.map { ($0.name, $0.value) })
    }

    /// Signs whatever stands in the two parts.
    func token(_ header: JSONValue, _ payload: JSONValue) throws(CryptographyError) -> String {
        try token(header.serialized(), payload.serialized())
    }

    /// Signs whatever stands in the two parts.
    func token(text header: String, _ payload: String) throws(CryptographyError) -> String {
        try token(Array(header.utf8), Array(payload.utf8))
    }

    /// Signs whatever stands in the two parts.
    func token(_ header: [UInt8], _ payload: [UInt8]) throws(CryptographyError) -> String {
        try signed("\(Base64URL.encode(header)).\(Base64URL.encode(payload))")
    }

    /// Appends a signature to a signing input, in whatever spelling it is.
    func signed(_ input: String) throws(CryptographyError) -> String {
        "\(input).\(Base64URL.encode(try key.sign(Array(input.utf8))))"
    }
}

/// A Disclosure with its digest, spelled as the vector wants.
struct ForgedDisclosure {
    let text: String
    let hash: HashAlgorithm

    init(_ json: String, hash: HashAlgorithm = .sha256) {
        (text, self.hash) = (Base64URL.encode(Array(json.utf8)), hash)
    }

    init(text: String, hash: HashAlgorithm = .sha256) { (self.text, self.hash) = (text, hash) }

    /// The digest as it stands in a payload.
    var digest: String { Base64URL.encode(hash.hash(Array(text.utf8))) }

    var json: JSONValue { .string(digest) }

    /// The digest as it stands in an array.
    var element: JSONValue { ["...": .string(digest)] }
}
