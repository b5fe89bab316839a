import Bytes
public import Cryptography
public import JSON

extension CompactJWS {
    /// Signs a payload.
    ///
    /// ```swift
    /// let token = try CompactJWS.signed(header: ["typ": "kb+jwt"], payload: ["nonce": "…"], by: key)
    /// ```
    ///
    /// - Parameters:
    ///   - header: the protected header; `alg` is put first when it is absent, and must fit the key when it is there.
    ///   - payload: the claims, written in their order.
    ///   - key: the key that signs.
    /// - Returns: the token in compact form.
    /// - Throws: `algorithmKeyMismatch`, `signing`, and what `JOSEHeader` throws for a header that we would not read.
    public static func signed(
        header: JSONObject, payload: JSONObject, by key: any SigningKey
    ) throws(JOSEError) -> String {
        try signed(header: header, payloadBytes: JSONValue.object(payload).serialized(), by: key)
    }

    /// Signs payload bytes as they are.
    ///
    /// - Throws: as `signed(header:payload:by:)`.
    public static func signed(
        header: JSONObject, payloadBytes: [UInt8], by key: any SigningKey
    ) throws(JOSEError) -> String {
        let publicKey = key.publicKey
        var header = header
        if !header.contains("alg"), let algorithm = SignatureAlgorithm(writtenFor: publicKey.curve) {
            header = JSONObject([("alg", .string(algorithm.rawValue))] + header.map { ($0.name, $0.value) })
        }
        let algorithm = try JOSEHeader(header).algorithm
        guard let scheme = algorithm.scheme, scheme == publicKey.scheme else {
            throw .algorithmKeyMismatch(algorithm, curve: publicKey.curve)
        }
        guard !payloadBytes.isEmpty else { throw .emptyPart(.payload) }
        var token = Base64URL.encodedUTF8(JSONValue.object(header).serialized().span)
        token.append(0x2E)
        token += Base64URL.encodedUTF8(payloadBytes.span)
        let signature: [UInt8]
        do { signature = try key.sign(token) } catch { throw .signing(error) }
        token.append(0x2E)
        token += Base64URL.encodedUTF8(signature.span)
        return String(decoding: token, as: UTF8.self)
    }
}
