import Bytes
import CBOR
import JOSE
import JSON

extension Operation {
    /// Input: `text`, or `hex` for bytes that no JSON string can hold. Output: the same value written by our writer.
    static func parseJSON(_ input: VectorInput) throws -> JSONValue {
        let bytes = input["hex"] == nil ? Array(try input.text("text").utf8) : try input.hex("hex")
        return .string(try JSONValue(parsing: bytes).text)
    }

    /// Input: `cbor` in hex, `options`. Output: the diagnostic text.
    static func readCBOR(_ input: VectorInput) throws -> JSONValue {
        let options: CBOROptions =
            switch input["options"]?.string {
            case "open": .open
            case "lenient": CBOROptions(openValues: .everywhere, spelling: .lenient)
            default: .strict
            }
        return .string(try CBORValue(parsing: try input.hex("cbor"), options: options).description)
    }

    /// Input: `jws`, `key`, `algorithms`, `type` where the header must name one. Output: the payload in base64url.
    static func verifyJWS(_ input: VectorInput) throws -> JSONValue {
        let key = try JWK(try input.value("key"))
        let jws = try CompactJWS(parsing: try input.text("jws"))
        if let type = input["type"]?.string { try jws.header.requireType(type) }
        let verified = try jws.verified(by: key, allowing: try input.algorithms())
        return ["payload": .string(Base64URL.encode(verified.payloadBytes))]
    }
}
