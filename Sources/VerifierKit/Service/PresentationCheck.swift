public import CredentialModel
public import DCQL
public import JOSE
import JSON
import OpenID4VP
public import Rules
import SDJWT
public import SDJWTVC
public import Trust

/// The check of one presentation from a file: the service's verification without the service.
public struct PresentationCheck: Sendable {
    private let time: UnixTime
    private let expectation: (nonce: String, audience: String)?
    private let query: DCQLQuery?

    /// Says what the presentation is checked against.
    ///
    /// - Parameters:
    ///   - time: the moment of the check.
    ///   - expectation: what a key binding must name; nil checks a credential as its holder would.
    ///   - query: what the presentation must answer; nil for any.
    public init(time: UnixTime, expectation: (nonce: String, audience: String)?, query: DCQLQuery?) {
        (self.time, self.expectation, self.query) = (time, expectation, query)
    }

    /// Checks a presentation of an SD-JWT VC, or with a query a whole `vp_token`.
    public func report(
        on bytes: [UInt8], trust: TrustStore, status: any CredentialStatusSource, policy: CredentialPolicy
    ) -> Report {
        if let query, let expectation {
            let verifier = PresentationVerifier(trust: trust, status: status, policy: policy)
            let wanted = PresentationExpectation(
                audience: expectation.audience, nonce: expectation.nonce, query: query)
            do throws(OpenID4VPError) {
                return verifier.report(on: try token(in: bytes, query), expectation: wanted, at: time)
            } catch {
                return Report(verdict: .rejected(error.refusal), checkedAt: time, steps: [], credentials: [])
            }
        }
        var log = StepLog(subject: "credential")
        var credential = CredentialReport(format: .sdJWTVC)
        let verifier = SDJWTVCVerifier(trust: trust, status: status, policy: policy)
        _ = try? verifier.verified(
            bytes, types: nil, keyBinding: binding, at: time, log: &log, report: &credential)
        return Report(checkedAt: time, log: log, credentials: [credential])
    }

    /// Checks a plain SD-JWT that a known key signed; it has no type, no status and no trust of its own.
    public func report(onPlain bytes: [UInt8], issuerKey: JWK) -> Report {
        var log = StepLog(subject: "SD-JWT")
        let audience: ValidityPolicy.Audience = expectation.map { .mustName($0.audience) } ?? .notChecked
        let verifier = SDJWTVerifier(
            issuerKey: issuerKey.publicKey, validity: ValidityPolicy(at: time, audience: audience), keyBinding: binding)
        var credential = CredentialReport(format: CredentialFormat(rawValue: "sd-jwt"))
        if let presentation = try? verifier.verified(bytes, log: &log) {
            credential.issuer = presentation.credential.payload["iss"]?.string
            credential.validity = try? CredentialClaims.validity(in: presentation.credential.payload)
            credential.status = .notChecked(why: "a plain SD-JWT has no status rules")
            credential.keyBinding =
                presentation.keyBinding.map { .proven(thumbprint: $0.holderKey.thumbprintText) } ?? .notProven
            credential.reveal(presentation.credential.payload)
        }
        return Report(checkedAt: time, log: log, credentials: [credential])
    }

    private var binding: KeyBindingPolicy {
        guard let expectation else { return .refused }
        return .required(
            KeyBindingExpectation(audience: expectation.audience, nonce: expectation.nonce, at: time))
    }

    /// The file is a presentation, or the JSON of a `vp_token`.
    private func token(in bytes: [UInt8], _ query: DCQLQuery) throws(OpenID4VPError) -> VPToken {
        guard bytes.first == UInt8(ascii: "{") else {
            return VPToken([(query.credentials.first?.id ?? "", [String(decoding: bytes, as: UTF8.self)])])
        }
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch { throw .json(error) }
        return try VPToken(json)
    }
}
