import Bytes
import JOSE
import JSON

extension Operation {
    /// Input: `jwe`, `key` with its private member, `encryptions` that the receiver announced. Output: the message in base64url.
    static func decryptJWE(_ input: VectorInput) throws -> JSONValue {
        let key = try JWK.Private(try input.value("key"))
        let jwe = try CompactJWE(parsing: try input.text("jwe"))
        return ["message": .string(Base64URL.encode(try jwe.decrypted(by: key, allowing: try input.encryptions())))]
    }
}
