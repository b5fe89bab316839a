import CredentialModel
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC

extension Operation {
    /// Input: `sd_jwt`, `trust`, `time`, `types` when only some will do, `type_names` (`current`, `drafts_too`), `documents`
    /// (address → body of what the network holds), `past_before` when status lists of the past are asked for, `type_metadata` (type → text) with `unknown_type_metadata` (`refused`,
    /// `reported`), `other_types` (`ignored`, `counted`) and `absent_status` (`reported`, `refused`), and what `keyBinding` reads.
    /// Output: `type`, `issuer`, `claims`.
    static func verifySDJWTVC(_ input: VectorInput) throws -> JSONValue {
        let time = try input.time()
        let trust = try VectorTrust.store(input)
        let verifier = SDJWTVCVerifier(
            trust: trust, status: try status(input),
            typeMetadata: input["type_metadata"]?.object.map { VectorTypes(documents: $0) },
            issuerKeys: input["documents"]?.object.map {
                FetchedIssuerKeys(client: VectorNetwork(documents: $0), network: .secure)
            }, policy: policy(input))
        var log = StepLog(subject: "credential")
        var report = CredentialReport(format: .sdJWTVC)
        let credential = try verifier.verified(
            Array(try input.text("sd_jwt").utf8), types: input["types"]?.array?.compactMap(\.string),
            keyBinding: try keyBinding(input, at: time), at: time, log: &log, report: &report)
        return [
            "type": .string(credential.type), "issuer": .string(credential.issuer.name),
            "claims": .object(credential.sdJWT.payload),
        ]
    }

    /// Input: `link` as the wallet was called with, or `call`, what a page called the Digital Credentials API with, and its `origin`, `request_object` when the link names one by reference, `trust`, `time`,
    /// `network` (`secure`, `loopback`), `profile` (`openid4vp`, `haip`), `wallet_nonce` when one was sent. Output: what the wallet knows before it asks the person.
    static func readRequest(_ input: VectorInput) throws -> JSONValue {
        let authenticator = RequestAuthenticator(
            trust: try VectorTrust.store(input),
            network: input["network"]?.string == "loopback" ? .loopbackAllowed : .secure, profile: profile(input))
        var log = StepLog(subject: "request")
        let time = try input.time()
        if let call = input["call"] {
            let request = try DigitalCredentialRequest(parsing: call.serialized())
            return try read(
                try authenticator.authenticated(
                    request, from: try WebOrigin(try input.text("origin")), at: time, log: &log))
        }
        let authenticated: AuthenticatedRequest
        switch try AuthorizationRequestLink(parsing: try input.text("link")).content {
        case .parameters(let parameters):
            authenticated = try authenticator.authenticated(parameters: parameters, log: &log)
        case .requestObject(let object, let client):
            authenticated = try authenticator.authenticated(
                requestObject: object, clientID: client, transport: .value, at: time, log: &log)
        case .byReference(let url, let method, let client):
            try authenticator.checkReference(url, of: try ClientIdentifier(parsing: client))
            guard let object = input["request_object"]?.string else {
                return [
                    "request_uri": .string(url.text), "method": .string(method.rawValue), "client_id": .string(client),
                ]
            }
            authenticated = try authenticator.authenticated(
                requestObject: object, clientID: client, walletNonce: input["wallet_nonce"]?.string, at: time,
                log: &log)
        }
        return try read(authenticated)
    }

    private static func read(_ authenticated: AuthenticatedRequest) throws -> JSONValue {
        let request = try authenticated.authorizationRequest()
        var output: JSONObject = [
            "client_id": .string(request.client.text), "verifier": .string(authenticated.verifier.name),
            "signed": .bool(authenticated.isSigned), "nonce": .string(request.nonce), "query": request.query.json,
        ]
        output["response_uri"] = request.target.url.map { .string($0.text) }
        if case .origin = request.target.place { output["audience"] = .string(request.audience) }
        if !request.target.mode.isPosted { output["response_mode"] = .string(request.target.mode.rawValue) }
        if let encryption = request.encryption {
            output["encryption"] = [
                "key": .object(encryption.key.json), "enc": .string(encryption.encryption.rawValue),
            ]
        }
        output["state"] = request.state.map(JSONValue.string)
        if !request.transactionData.isEmpty {
            output["transaction_data"] = .array(request.transactionData.map(transactionData))
        }
        return .object(output)
    }

    /// What a person is asked to confirm: the lines in their order, apart from their labels, which are the wallet's own.
    private static func transactionData(_ entry: TransactionData) -> JSONValue {
        var output: JSONObject = [
            "type": .string(entry.type), "credential_ids": .array(entry.credentialIDs.map(JSONValue.string)),
        ]
        output["payee"] = entry.content.payee.map(JSONValue.string)
        output["amount"] = entry.content.amount.map { .string($0.description) }
        output["lines"] = .array(entry.content.fields.map { [.string($0.name), .string($0.value)] })
        return .object(output)
    }

    /// Input: `form` as the wallet posted it, or `answer`, what a page got from the Digital Credentials API, and the `protocols` that were asked, `query`, `audience`, `nonce`, `encryption_key` when encryption was asked for, `request_time`, `trust`, `time`, `documents`,
    /// `transaction_data` as it was sent when something was to be confirmed, `response_mode` as it was asked for.
    /// Output: the `credentials` that were accepted with their claims, or the `error` of the wallet.
    static func verifyResponse(_ input: VectorInput) throws -> JSONValue {
        let query = try DCQLQuery(json: try input.value("query"))
        let response = try response(input)
        guard case .presentations(let token) = response.content else {
            guard case .error(let code, _) = response.content else { return .null }
            return ["error": .string(code.rawValue)]
        }
        let verifier = PresentationVerifier(
            trust: try VectorTrust.store(input), status: try status(input), policy: policy(input))
        let expectation = PresentationExpectation(
            audience: try input.text("audience"), nonce: try input.text("nonce"), query: query,
            transactionData: try transactionData(input["transaction_data"], query),
            responseMode: input["response_mode"]?.string.flatMap(ResponseMode.init(rawValue:)),
            requestedAt: input["request_time"] == nil ? nil : try input.time("request_time"))
        let report = verifier.report(on: token, expectation: expectation, at: try input.time())
        if let refusal = report.refusal { throw ReportedRefusal(refusal: refusal) }
        let credentials = report.credentials.filter { $0.claims != nil }.map { credential in
            JSONValue.object([
                "query": credential.queryID.map(JSONValue.string) ?? .null,
                "type": credential.type.map(JSONValue.string) ?? .null,
                "claims": credential.claims.map(JSONValue.object) ?? .null,
            ])
        }
        return ["credentials": .array(credentials)]
    }

    private static func response(_ input: VectorInput) throws -> AuthorizationResponse {
        let key = try input["encryption_key"].map { (key) throws(JOSEError) in try JWK.Private(key) }
        guard let answer = input["answer"] else {
            return try AuthorizationResponse(try URLForm(parsing: try input.text("form")), decryptingWith: key)
        }
        let asked = input["protocols"]?.array?.compactMap { DigitalCredentialProtocol(rawValue: $0.string ?? "") }
        return try DigitalCredentialAnswer(parsing: answer.serialized())
            .response(to: asked ?? [], decryptingWith: key)
    }

    private static func profile(_ input: VectorInput) -> Profile {
        input["profile"]?.string.flatMap(Profile.init(rawValue:)) ?? .openID4VP
    }

    private static func transactionData(
        _ sent: JSONValue?, _ query: DCQLQuery
    ) throws(TransactionDataFault) -> [TransactionData] {
        guard let sent, !sent.isNull else { return [] }
        return try TransactionData.entries(sent, query: query, at: nil)
    }

    private static func policy(_ input: VectorInput) -> CredentialPolicy {
        var policy = CredentialPolicy()
        policy.profile = profile(input)
        if input["type_names"]?.string == "drafts_too" { policy.typeNames = .draftsToo }
        if let seconds = input["skew_seconds"]?.integer { policy.skewSeconds = seconds }
        if input["unknown_status"]?.string == "reported" { policy.unknownStatus = .reported }
        if input["absent_status"]?.string == "refused" { policy.absentStatus = .refused }
        if input["unknown_type_metadata"]?.string == "refused" { policy.unknownTypeMetadata = .refused }
        if input["other_types"]?.string == "counted" { policy.otherTypes = .counted }
        return policy
    }

    private static func status(_ input: VectorInput) throws -> any CredentialStatusSource {
        guard let documents = input["documents"]?.object else {
            return NoStatusSource(why: "the test holds no status list")
        }
        return FetchedStatusSource(
            client: VectorNetwork(documents: documents), network: .secure,
            pastBefore: input["past_before"] == nil ? nil : try input.time("past_before"),
            profile: profile(input))
    }
}

/// The refusal that decided a report.
private struct ReportedRefusal: RuleError {
    let refusal: Refusal
}
