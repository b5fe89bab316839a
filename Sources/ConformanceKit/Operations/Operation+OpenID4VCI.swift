import CredentialModel
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules

extension Operation {
    /// Input: `link`. Output: what the offer holds, or the `reference` that it names.
    static func readOffer(_ input: VectorInput) throws -> JSONValue {
        var output = JSONObject()
        switch try CredentialOfferLink(parsing: try input.text("link")) {
        case .reference(let url): output["reference"] = .string(url.text)
        case .value(let offer):
            let grant = offer.grants?.preAuthorized
            output["issuer"] = .string(offer.issuer.text)
            output["configurations"] = .array(offer.configurationIDs.map(JSONValue.string))
            output["code"] = grant.map { .string($0.code) }
            output["tx_code"] = .bool(grant?.transactionCode != nil)
            if let code = grant?.transactionCode, code != TransactionCodeInput() {
                output["mode"] = .string(code.mode.rawValue)
                output["length"] = code.length.map { .integer(Int64($0)) }
                output["prompt"] = code.prompt.map { .string($0.description) }
            }
        }
        return .object(output)
    }

    /// Input: `issuer`, `document`. Output: which configurations can be used, and what was left out.
    static func readIssuerMetadata(_ input: VectorInput) throws -> JSONValue {
        let metadata = try CredentialIssuerMetadata(
            try input.value("document"), expected: try issuer(input), hosts: .publicHosts)
        let first = metadata.configurations.first
        return [
            "usable": .array(metadata.configurations.map { .string($0.id) }),
            "skipped": .array(metadata.skipped.map { .string($0.id) }),
            "batch_size": .integer(Int64(metadata.batchSize)),
            "claims": .integer(Int64(first?.claims.count ?? 0)),
            "claims_dropped": .bool(first?.droppedClaims != nil),
        ]
    }

    /// Input: `issuer`, `document`. Output: which access the server gives.
    static func readServerMetadata(_ input: VectorInput) throws -> JSONValue {
        let server = try AuthorizationServerMetadata(
            try input.value("document"), expected: try issuer(input), hosts: .publicHosts)
        return [
            "pre_authorized": .bool(server.grantTypes.contains(.preAuthorizedCode)),
            "anonymous": .bool(server.allowsAnonymousPreAuthorizedAccess),
        ]
    }

    /// Input: `document`, `used_details`. Output: the token and what it is good for.
    static func readTokenResponse(_ input: VectorInput) throws -> JSONValue {
        let response = try TokenResponse(
            try input.value("document"), usedDetails: input["used_details"]?.bool ?? false)
        var output = JSONObject([("token", .string(response.accessToken))])
        output["expires_in"] = response.expiresInSeconds.map { .integer($0) }
        output["identifiers"] = response.granted.map { .array($0.flatMap(\.identifiers).map(JSONValue.string)) }
        return .object(output)
    }

    /// Input: `proofs`, `issuer`, `client`, `nonce`, `algorithms`, `limit`, `now`. Output: how many `keys` there are and the
    /// `thumbprint` of the first. The error is the one that the endpoint sends.
    static func verifyProofs(_ input: VectorInput) throws -> JSONValue {
        let expectation = ProofJWT.Expectation(
            issuer: try issuer(input), algorithms: input["algorithms"]?.array?.compactMap(\.string) ?? [],
            requiresNonce: true, client: input["client"]?.string.map { .named($0) } ?? .anonymous,
            now: try input.time("now"))
        do throws(CredentialEndpointError) {
            let request = try CredentialRequest([
                "credential_configuration_id": "a", "proofs": input["proofs"] ?? .null,
            ])
            let proofs = try VerifiedProofs(
                request, limit: input["limit"]?.integer.map { Int(clamping: $0) } ?? 0, against: expectation)
            guard proofs.nonce == input["nonce"]?.string else { throw CredentialEndpointError.nonceNotGood }
            return [
                "keys": .integer(Int64(proofs.keys.count)),
                "thumbprint": proofs.keys.first.map { .string($0.thumbprintText) } ?? .null,
            ]
        } catch {
            throw SentError(error: error)
        }
    }

    /// Input: `document`, `limit`. Output: the credentials.
    static func readCredentialResponse(_ input: VectorInput) throws -> JSONValue {
        let response = try CredentialResponse(try input.value("document"), limit: try input.count("limit"))
        return .array(response.credentials.map(JSONValue.string))
    }

    /// Input: `issuer`. Output: where the metadata of the issuer and of the server are.
    static func findMetadata(_ input: VectorInput) throws -> JSONValue {
        let issuer = try issuer(input)
        return [
            "issuer_metadata": .string(try issuer.issuerMetadataURL.text),
            "server_metadata": .string(try issuer.serverMetadataURL.text),
        ]
    }

    private static func issuer(_ input: VectorInput) throws -> IssuerIdentifier {
        try IssuerIdentifier(try input.text("issuer"), hosts: .publicHosts)
    }
}

/// A refusal of the credential endpoint under the code that goes over the wire.
private struct SentError: RuleError {
    let error: CredentialEndpointError

    var refusal: Refusal {
        let refusal = error.refusal
        return Refusal(refusal.rule, error.code?.rawValue ?? refusal.code, refusal.problem, hint: refusal.hint)
    }
}
