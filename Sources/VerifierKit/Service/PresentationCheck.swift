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
    /// What a file is checked as.
    public enum Subject: Sendable {
        /// A credential as its holder has it: nobody presents it.
        case credential
        /// A presentation of one credential, made for that party and nonce.
        case presentation(nonce: String, audience: String)
        /// The answer to a query: one presentation, or the JSON of a whole `vp_token`.
        case response(nonce: String, audience: String, query: DCQLQuery)
    }

    private let time: UnixTime
    private let subject: Subject

    /// Says what the file is checked as.
    ///
    /// - Parameters:
    ///   - time: the moment of the check.
    ///   - subject: what it is, and for whom it must have been made.
    public init(time: UnixTime, as subject: Subject) { (self.time, self.subject) = (time, subject) }

    /// Checks a credential, a presentation or a response of SD-JWT VCs.
    public func report(
        on bytes: [UInt8], trust: TrustStore, status: any CredentialStatusSource,
        typeMetadata: (any TypeMetadataSource)? = nil, issuerKeys: (any IssuerKeySource)? = nil,
        policy: CredentialPolicy
    ) -> Report {
        if case .response(let nonce, let audience, let query) = subject {
            let verifier = PresentationVerifier(
                trust: trust, status: status, typeMetadata: typeMetadata, issuerKeys: issuerKeys, policy: policy)
            let wanted = PresentationExpectation(audience: audience, nonce: nonce, query: query)
            do throws(OpenID4VPError) {
                return verifier.report(on: try token(in: bytes, query), expectation: wanted, at: time)
            } catch {
                return Report(verdict: .rejected(error.refusal), checkedAt: time, steps: [], credentials: [])
            }
        }
        var log = StepLog(subject: "credential")
        var credential = CredentialReport(format: .sdJWTVC)
        let verifier = SDJWTVCVerifier(
            trust: trust, status: status, typeMetadata: typeMetadata, issuerKeys: issuerKeys, policy: policy)
        _ = try? verifier.verified(
            bytes, types: nil, keyBinding: binding, at: time, log: &log, report: &credential)
        return Report(checkedAt: time, log: log, credentials: [credential])
    }

    /// Checks a plain SD-JWT that a known key signed, in compact or JSON form; it has no type, no status and no trust of its
    /// own.
    public func report(onPlain bytes: [UInt8], issuerKey: JWK) -> Report {
        var log = StepLog(subject: "SD-JWT")
        let binding = binding
        let audience: ValidityPolicy.Audience = binding.audience.map { .mustName($0) } ?? .notChecked
        var verifier = SDJWTVerifier(
            issuerKey: issuerKey.publicKey, validity: ValidityPolicy(at: time, audience: audience), keyBinding: binding)
        // What the key says of itself: its algorithm, its use.
        verifier.algorithms = SignatureAlgorithm.supported.filter { (try? issuerKey.verificationKey(for: $0)) != nil }
        var credential = CredentialReport(format: CredentialFormat(rawValue: "sd-jwt"))
        let isJSON = bytes.first == UInt8(ascii: "{")
        let presentation =
            isJSON ? try? verifier.verified(json: bytes, log: &log) : try? verifier.verified(bytes, log: &log)
        if let presentation {
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
        switch subject {
        case .credential: .refused
        case .presentation(let nonce, let audience), .response(let nonce, let audience, _):
            .required(KeyBindingExpectation(audience: audience, nonce: nonce, at: time))
        }
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
