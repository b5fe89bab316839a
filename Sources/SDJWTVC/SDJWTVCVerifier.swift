import Certificates
public import CredentialModel
import JOSE
import JSON
public import Rules
public import SDJWT
public import Trust

/// Verification of one SD-JWT VC: what a wallet does on receipt and a relying party on presentation.
///
/// ```swift
/// let verifier = SDJWTVCVerifier(trust: store, status: source)
/// var log = StepLog(subject: "address")
/// var report = CredentialReport(format: .sdJWTVC)
/// let credential = try verifier.verified(
///     Array(text.utf8), types: ["urn:carnet:postal:address-proof:1"],
///     keyBinding: .required(.init(audience: clientID, nonce: nonce, at: now)), at: now, log: &log, report: &report)
/// ```
///
/// Source: SD-JWT VC §3.4, RFC 9901 §7 (VC-30, VC-40 … VC-42).
public struct SDJWTVCVerifier: Sendable {
    let trust: TrustStore
    private let status: any CredentialStatusSource
    let typeMetadata: (any TypeMetadataSource)?
    private let issuerKeys: (any IssuerKeySource)?
    let policy: CredentialPolicy

    /// Decides with a store of anchors, a source of status, and a policy.
    ///
    /// - Parameters:
    ///   - typeMetadata: where types are described; nil leaves type metadata aside (VC-50).
    ///   - issuerKeys: where issuers publish their keys; nil refuses those whose trust entry says that they do (VC-33).
    public init(
        trust: TrustStore, status: any CredentialStatusSource, typeMetadata: (any TypeMetadataSource)? = nil,
        issuerKeys: (any IssuerKeySource)? = nil, policy: CredentialPolicy = CredentialPolicy()
    ) {
        (self.trust, self.status) = (trust.under(policy.profile), status)
        (self.typeMetadata, self.issuerKeys, self.policy) = (typeMetadata, issuerKeys, policy)
    }

    /// Verifies one credential or presentation.
    ///
    /// A check that fails does not hide the ones after it: as long as there is a trusted key to check with, the log shows
    /// everything that is wrong. The status is asked for only when nothing is (TSL-40).
    ///
    /// - Parameters:
    ///   - bytes: the compact form, unchecked.
    ///   - types: the types that will do; nil when any type of a trusted issuer will.
    ///   - keyBinding: whether a key binding must come; decided before looking (KB-04).
    ///   - time: the moment of the check.
    ///   - log: receives the steps.
    ///   - report: receives what is established, also when the credential is refused in the end; the claims only when
    ///     it is not.
    /// - Throws: the first refusal.
    public func verified(
        _ bytes: [UInt8], types: [String]?, keyBinding: KeyBindingPolicy, at time: UnixTime, log: inout StepLog,
        report: inout CredentialReport
    ) throws(SDJWTVCError) -> VerifiedCredential {
        let received = try parsed(bytes, log: &log)
        let (type, named, issuer) = try trustedIssuer(of: received, at: time, log: &log, report: &report)
        let sdJWT: VerifiedSDJWT
        do {
            sdJWT = try received.verified(by: issuer.decision.key, allowing: policy.algorithms, log: &log)
        } catch { throw .sdJWT(error) }
        var findings = Findings()
        findings.check(&log, "VC-01", "type of the token", on: received.issuerJWT.header.type) {
            () throws(SDJWTVCError) in try checkMediaType(received)
        }
        if let leaf = issuer.certificates.first, let named {
            findings.check(&log, "VC-22", "certificate stands for iss", on: named) { () throws(SDJWTVCError) in
                guard CredentialClaims.standing(of: named, with: leaf) != .contradicted else {
                    throw .issuerNotCertified
                }
            }
        }
        findings.check(&log, "DSEL-11", "type of the credential", on: type) { () throws(SDJWTVCError) in
            if let types, !types.contains(where: { $0.utf8.elementsEqual(type.utf8) }) {
                throw .typeNotExpected(type: type, expected: types)
            }
        }
        findings.check(&log, "VC-20", "claims that must be visible") { () throws(SDJWTVCError) in
            try CredentialClaims.checkAlwaysVisible(sdJWT.content)
        }
        if policy.profile == .haip { checkHAIP(sdJWT.payload, &findings, log: &log) }
        var validity = Validity()
        findings.check(&log, "VC-25", "valid at this time", on: time.description) { () throws(SDJWTVCError) in
            validity = try CredentialClaims.validity(in: sdJWT.payload)
            do throws(JOSEError) { try JWTTimes(sdJWT.payload).check(at: time, skewSeconds: policy.skewSeconds) } catch
            {
                throw .jose(error)
            }
        }
        if let audience = keyBinding.audience, let value = sdJWT.payload["aud"] {
            findings.check(&log, "SDJWT-45", "audience of the credential") { () throws(SDJWTVCError) in
                guard ValidityPolicy.names(value, audience) else { throw .sdJWT(.audienceMismatch) }
            }
        }
        report.validity = validity
        let binding = profiled(keyBinding, isBound: sdJWT.payload.contains("cnf"))
        let proof = findings.keyBinding(of: sdJWT, binding, log: &log)
        if let proof {
            report.keyBinding = .proven(thumbprint: proof.holderKey.thumbprintText)
        }
        let (metadata, aliases) = checkType(type, of: sdJWT, at: time, &findings, log: &log)
        checkPostal(type, sdJWT, binding, isShown: proof != nil, &findings, log: &log)
        let (reference, finding) = checkStatus(
            of: sdJWT, living: validity, issuer: issuer, at: time, &findings, log: &log)
        report.status = finding
        if let error = findings.first { throw error }
        report.reveal(sdJWT.payload)
        report.accountIssuer = issuer.accountName
        return VerifiedCredential(
            type: type, issuer: issuer, sdJWT: sdJWT, keyBinding: proof, validity: validity,
            statusReference: reference, status: finding, typeMetadata: metadata,
            otherTypes: otherTypes(metadata, aliases, of: issuer, at: time))
    }

    private func parsed(_ bytes: [UInt8], log: inout StepLog) throws(SDJWTVCError) -> CompactSDJWT {
        do { return try CompactSDJWT(parsing: bytes, limits: policy.limits) } catch {
            log.failed("compact form", error.refusal)
            log.skipped("VC-30", "issuer and its key", why: "there is nothing to verify")
            throw .sdJWT(error)
        }
    }

    /// Finds the key by policy from what the credential says of its issuer; nothing of it is believed before the
    /// signature was checked with that key (VC-30).
    private func trustedIssuer(
        of received: CompactSDJWT, at time: UnixTime, log: inout StepLog, report: inout CredentialReport
    ) throws(SDJWTVCError) -> (type: String, named: String?, IssuerIdentity) {
        let header = received.issuerJWT.header
        do throws(SDJWTVCError) {
            let payload = try log.check("SDJWT-06", "payload is a JSON object") { () throws(SDJWTVCError) in
                do throws(JOSEError) { return try received.issuerJWT.uncheckedPayload() } catch { throw .jose(error) }
            }
            let type = try log.check("VC-04", "credential names its type") { () throws(SDJWTVCError) in
                try CredentialClaims.type(in: payload)
            }
            report.type = type
            let named = try log.check("VC-22", "name of the issuer") { () throws(SDJWTVCError) in
                try CredentialClaims.issuer(in: payload)
            }
            let chain = try log.check("JOSE-17", "certificates of the issuer") { () throws(SDJWTVCError) in
                do throws(JOSEError) { return try header.certificateChain(limits: policy.limits.jose) } catch {
                    throw .jose(error)
                }
            }
            report.issuer = chain.first?.subject.text ?? named
            let decision = try log.check("VC-41", "issuer is trusted for the type", on: report.issuer) {
                () throws(SDJWTVCError) in
                let evidence: TrustEvidence
                var trust = trust
                if chain.isEmpty {
                    guard policy.profile != .haip else {
                        throw .notHAIP(
                            rule: "HAIP-08", problem: "the credential brings no certificate (x5c) of its issuer")
                    }
                    guard let named else { throw .trust(.noEvidence) }
                    evidence = .issuer(named, header: header)
                    if trust.isPublished(issuer: named, for: TrustPurpose.issuing) {
                        trust = trust.holding(try published(by: named, header, at: time), publishedBy: named)
                    }
                } else {
                    evidence = .certificates(chain)
                    do throws(TrustError) {
                        if let named {
                            try trust.refuseOtherMechanism(thanCertificatesOf: named, for: TrustPurpose.issuing)
                        }
                    } catch { throw .trust(error) }
                }
                do throws(TrustError) {
                    return try trust.decide(TrustPurpose.issuing, type: type, evidence: evidence, at: time)
                } catch { throw .trust(error) }
            }
            report.trust = TrustPath(
                anchor: "\(decision.entityName) (\(decision.anchor))", path: decision.path,
                ageSeconds: decision.list.map { max(0, time.seconds - $0.issuedAt.seconds) })
            if let list = decision.list {
                log.passed("TRU-07", "list that the issuer is on", on: list.words(at: time))
            }
            log.note(decision.revocation, of: "issuer")
            report.sources = decision.sources(at: time)
            // With certificates, iss is a name only as far as they say so (X5C-02).
            let identifier = named.flatMap { named in
                chain.first.map { CredentialClaims.standing(of: named, with: $0) == .certified } ?? true ? named : nil
            }
            let name = identifier ?? chain.first?.subject.text ?? decision.entityName
            return (
                type, named,
                IssuerIdentity(name: name, identifier: identifier, certificates: chain, decision: decision)
            )
        } catch {
            log.skipped("SDJWT-31", "signature of the issuer", why: "no trusted key to check it with")
            throw error
        }
    }

    /// The keys that the issuer publishes; a trust entry said beforehand that it does (VC-30, VC-39).
    private func published(
        by issuer: String, _ header: JOSEHeader, at time: UnixTime
    ) throws(SDJWTVCError) -> JWKSet {
        guard let issuerKeys else {
            throw .issuerKeys(
                rule: "VC-33", problem: "the keys of \(issuer) are where it publishes them, and nobody is asked here")
        }
        return try issuerKeys.keys(of: issuer, naming: header.keyID, at: time)
    }

    private func checkHAIP(_ payload: JSONObject, _ findings: inout Findings, log: inout StepLog) {
        findings.check(&log, "HAIP-08", "form of cnf and status") { () throws(SDJWTVCError) in
            if let confirmation = payload["cnf"], confirmation["jwk"]?.object == nil {
                throw .notHAIP(rule: "HAIP-08", problem: "the credential is bound by something other than cnf.jwk")
            }
            if let status = payload["status"], status["status_list"]?.object == nil {
                throw .notHAIP(rule: "HAIP-08", problem: "the status of the credential is in no status_list")
            }
        }
    }

    /// What is bound is presented with its binding, whatever the request said (HAIP-11).
    private func profiled(_ binding: KeyBindingPolicy, isBound: Bool) -> KeyBindingPolicy {
        guard policy.profile == .haip, isBound, case .ifPresent(let expectation) = binding else { return binding }
        return .required(expectation)
    }

    private func checkMediaType(_ received: CompactSDJWT) throws(SDJWTVCError) {
        let found = received.issuerJWT.header.type
        switch (found, policy.typeNames) {
        case (CredentialClaims.mediaType, _): return
        case (CredentialClaims.draftMediaType, .draftsToo) where policy.profile != .haip: return
        default: throw .wrongType(found: found)
        }
    }

    private func checkStatus(
        of sdJWT: VerifiedSDJWT, living validity: Validity, issuer: IssuerIdentity, at time: UnixTime,
        _ findings: inout Findings, log: inout StepLog
    ) -> (StatusReference?, StatusFinding) {
        var reference: StatusReference?
        var finding = StatusFinding.none
        guard findings.first == nil else {
            log.skipped("TSL-40", "status of the credential", why: "the credential is refused already")
            return (nil, .notChecked(why: "the credential is refused already"))
        }
        guard sdJWT.payload.contains("status") else {
            return (nil, absentStatus(validity, &findings, log: &log))
        }
        findings.check(&log, "VC-24", "status of the credential") { () throws(SDJWTVCError) in
            reference = try CredentialClaims.status(in: sdJWT.payload, places: policy.statusPlaces)
            guard let reference else { return }
            finding = .unknown(why: "the status list was refused")
            finding = try status.status(
                of: reference, issuer: issuer, trust: trust, at: max(time, policy.statusMoment ?? time))
            switch finding {
            case .known(_, 0, _, _): return
            case .known(let name, _, _, _): throw .notValid(status: name)
            case .unknown(let why), .notChecked(let why): try refuseUnknown(why)
            case .none, .notNeeded: try refuseUnknown("nothing was found where the credential says that its status is")
            }
        }
        return (reference, finding)
    }

    /// What a credential without status comes to: one that is over before anybody would take it back needs none.
    ///
    /// Only the lack of a status is judged so; a status that is named is asked for, however short the life (STA-08).
    private func absentStatus(
        _ validity: Validity, _ findings: inout Findings, log: inout StepLog
    ) -> StatusFinding {
        if let life = validity.lifeSeconds, life <= Validity.limitShortLifeSeconds {
            log.skipped(
                "STA-08", "status of the credential",
                why: "not needed: it lives \(life) s, and up to \(Validity.limitShortLifeSeconds) s need none")
            return .notNeeded(lifeSeconds: life)
        }
        guard policy.absentStatus == .refused else {
            log.skipped("VC-24", "status of the credential", why: "the credential refers to none")
            return .none
        }
        findings.check(&log, "STA-08", "status of the credential") { () throws(SDJWTVCError) in
            throw .statusMissing(lifeSeconds: validity.lifeSeconds)
        }
        return .none
    }

    private func refuseUnknown(_ why: String) throws(SDJWTVCError) {
        if case .refused = policy.unknownStatus { throw .statusUnknown(why: why) }
    }
}
