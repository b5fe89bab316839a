import Bytes
import CBOR
import Certificates
import CredentialModel
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VCI
import OpenID4VP
import QRCode
import Rules
import SDJWT
import SDJWTVC
import Terminal
import TokenStatusList

/// A way for bytes from outside into the house.
struct Parser: Sendable, CustomStringConvertible {
    let description: String
    /// Reads the bytes; false when a promise about what was read is broken. A refusal is as good as a value.
    let keepsItsPromise: @Sendable ([UInt8]) throws -> Bool

    init(_ name: String, _ read: @escaping @Sendable ([UInt8]) throws -> Bool) {
        (description, keepsItsPromise) = (name, read)
    }

    /// A parser that promises nothing but to end.
    private static func ending(_ name: String, _ read: @escaping @Sendable ([UInt8]) throws -> Void) -> Parser {
        Parser(name) { bytes in
            try read(bytes)
            return true
        }
    }

    private static func text(_ name: String, _ read: @escaping @Sendable (String) throws -> Void) -> Parser {
        ending(name) { try read(String(decoding: $0, as: UTF8.self)) }
    }

    private static func json(_ name: String, _ read: @escaping @Sendable (JSONValue) throws -> Void) -> Parser {
        ending(name) { try read(JSONValue(parsing: $0)) }
    }

    static let all: [Parser] = codecs + keys + credentials + links + messages

    private static let codecs: [Parser] = [
        Parser("JSON: what is read is written and read again as the same") { bytes in
            let value = try JSONValue(parsing: bytes)
            return try JSONValue(parsing: value.serialized()) == value
                && JSONValue(parsing: value.prettyText()) == value
        },
        Parser("CBOR: what is read is written and read again as the same") { bytes in
            let value = try CBORValue(parsing: bytes)
            _ = value.description
            return try CBORValue(parsing: value.encoded()).encoded() == value.encoded()
        },
        Parser("base64url: one byte string has one spelling") { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            return try Base64URL.encode(Base64URL.decode(text)) == text
        },
        Parser("base64: one byte string has one spelling") { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            return try Base64.encode(Base64.decode(text)) == text
        },
        text("hex") { _ = try Hex.decode($0) },
        text("time") { _ = UnixTime(rfc3339: $0)?.description },
        text("text for the terminal") { _ = $0.escapedForTerminal() },
    ]

    private static let keys: [Parser] = [
        ending("certificate") { _ = try Certificate(der: $0) },
        text("PEM") { _ = try PEM.certificates(in: $0) },
        ending("public key in DER") { _ = try PublicKey(subjectPublicKeyInfo: $0) },
        json("JWK") { _ = try JWK($0).thumbprint() },
        ending("JWK Set") { _ = try JWKSet(parsing: $0) },
        ending("JOSE header") { _ = try JOSEHeader(parsing: $0) },
    ]

    private static let credentials: [Parser] = [
        text("JWS") { _ = try CompactJWS(parsing: $0).uncheckedPayload() },
        ending("SD-JWT") { _ = try CompactSDJWT(parsing: $0).processed() },
        ending("SD-JWT payload") { _ = try CompactSDJWT(parsing: "\(unsigned($0))~").processed() },
        ending("SD-JWT disclosure of a member") { try disclose($0, in: { #"{"_sd":["\#($0)"]}"# }) },
        ending("SD-JWT disclosure of an element") { try disclose($0, in: { #"{"a":[{"...":"\#($0)"}]}"# }) },
        ending("status list token") { _ = try UnverifiedStatusListToken(parsing: $0) },
        ending("status list, inflated") { bytes in
            let list = try StatusList(compressed: bytes, bits: 1)
            for index in [0, 7, UInt64(list.count), .max] { _ = try? list.status(at: index) }
        },
        json("status list") { _ = try StatusList($0.object ?? [:]) },
        json("status claim") { _ = try StatusReference(status: $0) },
        text("claim path") { _ = try ClaimPath(text: $0) },
        ending("picture") { _ = try QRReader().texts(inPNG: $0) },
        ending("type metadata") { bytes in
            let type = try? JSONValue(parsing: bytes)["vct"]?.string
            let folder = TypeMetadataFolder(documents: [(type ?? "", bytes)])
            _ = try TypeMetadataResolver(source: folder)
                .resolved(type ?? "", integrity: nil, at: UnixTime(seconds: 0))
        },
        text("integrity") { _ = try SubresourceIntegrity(parsing: $0) },
        text("data in an address") {
            _ = try DataURI(parsing: $0, allowing: DataURI.pixelPictures, limitBytes: 4096)
        },
        Parser("card: what is filled is a card without places, whatever the values") { bytes in
            let filled = try SVGTemplate(parsing: bytes).filled { _ in "</text>{{a}}<script>&\"'" }
            guard filled.count <= SVGTemplate.limitBytes else { return true }
            return try SVGTemplate(parsing: filled).names.isEmpty
        },
    ]

    /// A JWT whose signature nobody looks at, so that what stands behind the signature is reached.
    private static func unsigned(_ payload: [UInt8]) -> String {
        let parts = [Array(#"{"alg":"ES256"}"#.utf8), payload, [UInt8](repeating: 1, count: 64)]
        return parts.map(Base64URL.encode).joined(separator: ".")
    }

    private static func disclose(_ bytes: [UInt8], in payload: (String) -> String) throws {
        let disclosure = Base64URL.encode(bytes)
        let digest = Base64URL.encode(HashAlgorithm.sha256.hash(Array(disclosure.utf8)))
        _ = try CompactSDJWT(parsing: "\(unsigned(Array(payload(digest).utf8)))~\(disclosure)~").processed()
    }

    private static let links: [Parser] = [
        text("URL") { _ = try WebURL(parsing: $0) },
        text("link to an app") { _ = try AppLink(parsing: $0) },
        text("IP address") { _ = IPAddress($0) },
        text("media type") { _ = MediaType(parsing: $0) },
        ending("form") { _ = try URLForm(parsing: $0) },
        text("request link") { _ = try AuthorizationRequestLink(parsing: $0) },
        text("client identifier") { _ = try ClientIdentifier(parsing: $0) },
        text("offer link") { _ = try CredentialOfferLink(parsing: $0) },
        text("issuer identifier") { _ = try IssuerIdentifier($0, hosts: .loopbackToo) },
    ]

    private static let messages: [Parser] = [
        ending("DCQL query") { _ = try DCQLQuery(parsing: $0, reader: .wallet) },
        ending("credential offer") { _ = try CredentialOffer(parsing: $0, hosts: .loopbackToo) },
        json("issuer metadata") { value in
            let issuer = try IssuerIdentifier(
                value["credential_issuer"]?.string ?? "https://a.example", hosts: .publicHosts)
            _ = try CredentialIssuerMetadata(value, expected: issuer, hosts: .publicHosts)
        },
        json("token response") { _ = try TokenResponse($0, usedDetails: true) },
        json("credential request") { _ = try CredentialRequest($0) },
        json("transaction data") { value in
            let ids = (value["credential_ids"]?.array ?? []).map { id in
                JSONValue.object(["id": id, "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:x"]]])
            }
            let query = try DCQLQuery(json: ["credentials": .array(ids)], reader: .wallet)
            _ = try TransactionData.entries(
                [.string(TransactionData.encoded(value.object ?? [:]))], query: query, at: UnixTime(seconds: 0))
        },
        json("credential response") { _ = try CredentialResponse($0, limit: 64) },
        json("presentations") { _ = try VPToken($0) },
    ]
}
