import JOSE
import JSON
public import Rules
import Trust

extension RequestAuthenticator {
    /// Checks a request that came through the Digital Credentials API.
    ///
    /// - Parameters:
    ///   - request: the entry that is to be answered, unchecked.
    ///   - origin: who called, as the platform says; nothing in the request may say it.
    ///   - time: the moment of the check.
    ///   - log: receives the steps.
    /// - Throws: as for a request object, and `originNotExpected`. Of several signatures the first that holds counts; when
    ///   none does, what is wrong with the first is thrown.
    public func authenticated(
        _ request: DigitalCredentialRequest, from origin: WebOrigin, at time: UnixTime, log: inout StepLog
    ) throws(OpenID4VPError) -> AuthenticatedRequest {
        switch request.content {
        case .unsigned(let parameters): return try unsigned(parameters, from: origin, log: &log)
        case .signed(let text):
            let jws = try log.check("REQ-02", "type of the request object") { () throws(OpenID4VPError) in
                try typedJWS(text)
            }
            let unchecked: JSONObject
            do throws(JOSEError) { unchecked = try jws.uncheckedPayload() } catch { throw .jose(error) }
            let client = try client(in: unchecked)
            return try signed(jws, as: client, from: origin, at: time, log: &log) { $0 }
        case .multisigned(let jws): return try multisigned(jws, from: origin, at: time, log: &log)
        }
    }

    /// Who asks is the origin, whatever the parameters say of it (DP-02).
    private func unsigned(
        _ parameters: JSONObject, from origin: WebOrigin, log: inout StepLog
    ) throws(OpenID4VPError) -> AuthenticatedRequest {
        log.skipped("DP-02", "signature of the request", why: "the platform alone says who asks")
        let target = try log.check("DP-03", "way of the answer") { () throws(OpenID4VPError) in
            try digitalTarget(in: parameters, origin)
        }
        return AuthenticatedRequest(
            client: ClientIdentifier(origin),
            verifier: VerifierIdentity(name: origin.text, assurance: .namedByPlatform), target: target,
            profile: profile, registration: nil, warnings: [], signedAt: nil, parameters: parameters)
    }

    private func multisigned(
        _ jws: GeneralJWS, from origin: WebOrigin, at time: UnixTime, log: inout StepLog
    ) throws(OpenID4VPError) -> AuthenticatedRequest {
        var first: OpenID4VPError?
        for (index, signature) in jws.signatures.enumerated() {
            var attempt = log
            do throws(OpenID4VPError) {
                let part: CompactJWS
                do throws(JOSEError) { part = try signature.get() } catch { throw .jose(error) }
                try checkType(of: part)
                let client = try client(in: part.header.json)
                let request = try signed(part, as: client, from: origin, at: time, log: &attempt) {
                    (payload) throws(OpenID4VPError) in try Self.merged(payload, part.header.json)
                }
                log = attempt
                return request
            } catch {
                // Written down as left out: another identity of the verifier may be one that the person trusts.
                log.skipped("DP-02", "signature \(index + 1) of \(jws.signatures.count)", why: error.refusal.problem)
                first = first ?? error
            }
        }
        let error = first ?? .jose(.generalForm(problem: "has no signatures"))
        log.failed("signatures of the request", error.refusal)
        throw error
    }

    /// The parameters under one of the signatures: what is this identity's own stands in its protected header.
    private static func merged(_ payload: JSONObject, _ header: JSONObject) throws(OpenID4VPError) -> JSONObject {
        var parameters = payload
        for name in ["client_id", "verifier_info"] {
            guard payload[name] == nil else {
                throw .member(rule: "DP-02", name: name, problem: "stands in the payload that all signatures share")
            }
            parameters[name] = header[name]
        }
        return parameters
    }

    private func signed(
        _ jws: CompactJWS, as client: ClientIdentifier, from origin: WebOrigin, at time: UnixTime, log: inout StepLog,
        parameters: (JSONObject) throws(OpenID4VPError) -> JSONObject
    ) throws(OpenID4VPError) -> AuthenticatedRequest {
        try checkHAIP(prefixOf: client, log: &log)
        let (sender, payload) = try signedParameters(jws, as: client, at: time, log: &log)
        let parameters = try parameters(payload)
        try refuseNested(parameters)
        try checkWalletNonce(in: parameters, sent: nil)
        let warnings = try checkTimesAndAudience(of: parameters, mustName: false, at: time, log: &log)
        try log.check("DP-04", "origin of the page", on: origin.text) { () throws(OpenID4VPError) in
            try checkExpected(origin, in: parameters)
        }
        let target = try log.check("DP-03", "way of the answer") { () throws(OpenID4VPError) in
            try digitalTarget(in: parameters, origin)
        }
        let (registration, more) = registration(in: parameters, sender, at: time, log: &log)
        return AuthenticatedRequest(
            client: client, verifier: sender.identity, target: target, profile: profile, registration: registration,
            warnings: warnings + more, signedAt: time, parameters: parameters)
    }

    /// A signed request can be passed on by another page; the origins in it say where it may come from.
    private func checkExpected(_ origin: WebOrigin, in parameters: JSONObject) throws(OpenID4VPError) {
        let expected = try parameters.read("DP-04") { o throws(JSONMemberError) in try o.strings("expected_origins") }
        guard !expected.isEmpty else {
            throw .member(rule: "DP-04", name: "expected_origins", problem: "is empty")
        }
        guard expected.contains(where: { $0.utf8.elementsEqual(origin.text.utf8) }) else {
            throw .originNotExpected(origin: origin.text)
        }
    }

    private func digitalTarget(
        in parameters: JSONObject, _ origin: WebOrigin
    ) throws(OpenID4VPError) -> ResponseTarget {
        let word = try parameters.read("DP-03") { o throws(JSONMemberError) in try o.string("response_mode") }
        guard let mode = ResponseMode(rawValue: word), mode.isOfDigitalCredentials else {
            throw .notSupported(
                rule: "DP-03", feature: "response_mode \(word) through the Digital Credentials API",
                code: .invalidRequest)
        }
        guard profile != .haip || mode.isEncrypted else {
            throw .notHAIP(rule: "HAIP-06", problem: "the answer is asked for in the clear, not by dc_api.jwt")
        }
        return ResponseTarget(mode: mode, origin: origin)
    }
}
