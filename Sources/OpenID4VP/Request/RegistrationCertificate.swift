import Bytes
import Certificates
import CredentialModel
import Cryptography
public import DCQL
import JOSE
import JSON
import Rules
import Trust

/// What a registrar says of a verifier: its name, what it asks for and why. A wallet shows it and warns when more is asked.
///
/// The certificate belongs to the verifier whose access certificate has the same organisation identifier.
/// Source: ETSI TS 119 475, OpenID4VP 1.0 §5.11 (RPC-03, REQ-15, DSEL-14).
public struct RegistrationCertificate: Sendable {
    /// Its format in `verifier_info`.
    static let format = "registration_cert"
    /// Its `typ`.
    static let type = "rc-wrp+jwt"
    /// The longest text that is shown of a purpose.
    static let limitPurpose = 512
    /// The most entitlements that are read.
    static let limitEntitlements = 64

    /// The registered name.
    public let name: String
    /// Why the verifier asks, by language tag.
    public let purposes: [(language: String, text: String)]
    /// What it may ask for; nil when the certificate does not say.
    public let intent: RegisteredIntent?
    /// What kinds of service it is registered for, as URIs; a policy of an issuer may ask for one (PAY-19).
    public let entitlements: [String]
    /// Who registered it.
    public let registrar: String

    /// Verifies a certificate.
    ///
    /// - Parameter identifier: the organisation identifier of the verifier's access certificate.
    /// - Throws: `registration`, `jose`, `trust`.
    init(
        _ text: String, of identifier: String?, trust: TrustStore, at time: UnixTime, skewSeconds: Int64
    ) throws(OpenID4VPError) {
        let jws = try Self.jose { () throws(JOSEError) in try CompactJWS(parsing: text) }
        guard let type = jws.header.type, haveSameBytes(type, Self.type) else {
            throw .registration(problem: "its typ is \(jws.header.type ?? "absent"), not \(Self.type)")
        }
        let chain = try Self.jose { () throws(JOSEError) in try jws.header.certificateChain() }
        let decision: TrustDecision
        do throws(TrustError) {
            decision = try trust.decide(
                [.relyingPartyRegistration], type: nil, evidence: .certificates(chain), at: time)
        } catch { throw .trust(error) }
        let payload = try Self.jose { () throws(JOSEError) in
            let payload = try jws.verified(by: decision.key, allowing: SignatureAlgorithm.supported).payload()
            try JWTTimes(payload).check(at: time, skewSeconds: skewSeconds)
            return payload
        }
        guard let subject = payload["sub"]?.string, let identifier, haveSameBytes(subject, identifier) else {
            throw .registration(problem: "it is not for the organisation of the access certificate")
        }
        guard let name = payload["name"]?.string, !name.isEmpty else { throw .registration(problem: "it has no name") }
        self.name = name
        registrar = decision.entityName
        purposes = (payload["purpose"]?.array ?? []).prefix(16).compactMap { value in
            guard let text = value["value"]?.string else { return nil }
            return (value["lang"]?.string ?? "", String(text.unicodeScalars.prefix(Self.limitPurpose)))
        }
        entitlements = (payload["entitlements"]?.array ?? []).prefix(Self.limitEntitlements).compactMap(\.string)
        intent = payload["credentials"].map { RegisteredIntent(Self.entries($0)) }
    }

    private static func entries(_ json: JSONValue) -> [RegisteredIntent.Entry] {
        (json.array ?? []).flatMap { value -> [RegisteredIntent.Entry] in
            guard let format = value["format"]?.string.map(CredentialFormat.init(rawValue:)) else { return [] }
            let types =
                value["meta"]?["vct_values"]?.array?.compactMap(\.string)
                ?? value["meta"]?["doctype_value"]?.string.map { [$0] } ?? []
            let claims = (value["claim"] ?? value["claims"])?.array
            let paths = claims?.compactMap { $0["path"].flatMap { try? ClaimPath(json: $0) } }
            return types.map { RegisteredIntent.Entry(format: format, type: $0, paths: paths) }
        }
    }

    private static func jose<Value>(_ body: () throws(JOSEError) -> Value) throws(OpenID4VPError) -> Value {
        do throws(JOSEError) { return try body() } catch { throw .jose(error) }
    }
}

extension RequestAuthenticator {
    /// The registration certificate that comes with a request; one that does not hold is treated as absent, with a warning
    /// (RPC-03).
    func registration(
        in parameters: JSONObject, _ sender: RequestSender, at time: UnixTime, log: inout StepLog
    ) -> (RegistrationCertificate?, warnings: [String]) {
        let found = parameters["verifier_info"]?.array?.prefix(VerifierInfo.limitEntries)
            .first { $0["format"]?.string == RegistrationCertificate.format }
        guard let found else { return (nil, []) }
        do throws(OpenID4VPError) {
            let certificate = try log.check("RPC-03", "registration of the verifier") { () throws(OpenID4VPError) in
                guard let text = found["data"]?.string else {
                    throw .registration(problem: "its data is no text")
                }
                return try RegistrationCertificate(
                    text, of: sender.leaf?.subject.organizationIdentifier, trust: trust, at: time,
                    skewSeconds: skewSeconds)
            }
            return (certificate, [])
        } catch {
            return (nil, ["the registration certificate was ignored: \(error.refusal.problem) (\(error.refusal.rule))"])
        }
    }
}
