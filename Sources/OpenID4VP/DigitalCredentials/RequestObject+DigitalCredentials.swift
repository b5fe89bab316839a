import JOSE
import JSON
import Rules

extension RequestObject {
    /// The members that are of no use without a signature, or stand for what the platform itself says (DP-02).
    private static let ofSignedRequests: Set<String> = ["client_id", "expected_origins", "iat", "exp", "aud"]

    /// The entry with which a page calls the Digital Credentials API.
    ///
    /// - Parameters:
    ///   - exchange: unsigned, signed by the first signer, or signed by all of them.
    ///   - signers: the identities of the verifier; the first is `client`.
    /// - Throws: `jose`, `signatureNotAsPrefixAsks`; `member` without a signer.
    public func digitalCredential(
        _ exchange: DigitalCredentialProtocol, by signers: [RequestSigner]
    ) throws(OpenID4VPError) -> DigitalCredentialRequest {
        switch exchange {
        case .unsigned:
            let members = parameters.filter { !Self.ofSignedRequests.contains($0.name) }
            return try DigitalCredentialRequest(exchange, data: JSONObject(members.map { ($0.name, $0.value) }))
        case .signed:
            guard let signer = signers.first else {
                throw .member(rule: "DP-04", name: "client_id", problem: "is missing: there is no signer")
            }
            return try DigitalCredentialRequest(
                exchange, data: ["request": .string(try signed(by: signer.key, chain: signer.chain))])
        case .multisigned:
            // What tells one identity from the other stands in its protected header, and nowhere else.
            var payload = parameters
            payload["client_id"] = nil
            let all = signers.map { signer in
                var header = Self.header(signer.chain)
                header["client_id"] = .string(signer.client.text)
                return (header: header, key: signer.key)
            }
            let jws: JSONObject
            do throws(JOSEError) { jws = try GeneralJWS.signed(payload: payload, by: all) } catch { throw .jose(error) }
            return try DigitalCredentialRequest(exchange, data: ["request": .object(jws)])
        }
    }
}
