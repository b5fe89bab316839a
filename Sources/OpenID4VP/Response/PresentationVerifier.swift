public import CredentialModel
import Cryptography
import DCQL
import JOSE
import JSON
public import Rules
import SDJWT
public import SDJWTVC
public import Trust

/// Verification of a whole response: every presentation, then whether together they answer the query.
///
/// ```swift
/// let verifier = PresentationVerifier(trust: store, status: source)
/// let report = verifier.report(on: token, expectation: expectation, at: clock.now)
/// report.isAccepted
/// ```
///
/// Source: OpenID4VP 1.0 §8.6, B.3.3.1 (VFY-06 … VFY-12, SES-07, DSEL-11, TXD-05, TXD-09).
public struct PresentationVerifier: Sendable {
    private let verifier: SDJWTVCVerifier
    /// For responses that confirm a transaction: money moves only on what is known (STA-02, RPC-05).
    private let confirming: SDJWTVCVerifier
    private let policy: CredentialPolicy

    /// Verifies with a store of anchors, a source of status, and a policy.
    ///
    /// - Parameters:
    ///   - typeMetadata: where types are described; nil leaves type metadata aside (VC-50).
    ///   - issuerKeys: where issuers publish their keys; nil refuses those whose trust entry says that they do (VC-33).
    public init(
        trust: TrustStore, status: any CredentialStatusSource, typeMetadata: (any TypeMetadataSource)? = nil,
        issuerKeys: (any IssuerKeySource)? = nil, policy: CredentialPolicy = CredentialPolicy()
    ) {
        func verifier(_ trust: TrustStore) -> SDJWTVCVerifier {
            SDJWTVCVerifier(
                trust: trust, status: status, typeMetadata: typeMetadata, issuerKeys: issuerKeys, policy: policy)
        }
        self.verifier = verifier(trust)
        confirming = verifier(trust.asking(trust.revocation?.with(unknown: .refused)))
        self.policy = policy
    }

    /// Verifies a response and writes down every step.
    ///
    /// A presentation with a fault is discarded, and the rest may still answer the query; one that was made for another
    /// nonce rejects the whole response (SES-07).
    public func report(on token: VPToken, expectation: PresentationExpectation, at time: UnixTime) -> Report {
        verification(of: token, expectation: expectation, at: time).report
    }

    /// Verifies a response as `report` does, and hands out what confirms each entry of its transaction data.
    public func verification(
        of token: VPToken, expectation: PresentationExpectation, at time: UnixTime
    ) -> ResponseVerification {
        var log = StepLog(subject: "response")
        var credentials: [CredentialReport] = []
        var confirmed: [TransactionConfirmation] = []
        do throws(OpenID4VPError) {
            try log.check("VFY-06", "shape of the response") { () throws(OpenID4VPError) in
                let answers = token.answers.map { (queryID: $0.queryID, count: $0.presentations.count) }
                do throws(DCQLError) { try expectation.query.checkShape(of: answers) } catch { throw .dcql(error) }
            }
            var confirmations: [TransactionConfirmation] = []
            let presented = try verified(
                token, expectation, at: time, log: &log, credentials: &credentials, confirmations: &confirmations)
            log.subject = "response"
            let satisfaction: DCQLSatisfaction
            do throws(DCQLError) {
                let types: DCQLPolicy.Types = policy.otherTypes == .counted ? .ownAndOther : .own
                satisfaction = try expectation.query.satisfaction(
                    by: presented, policy: DCQLPolicy(types: types), log: &log)
                keepRequestedClaims(of: satisfaction, in: &credentials, presented)
            } catch { throw .dcql(error) }
            // Whoever was not asked confirms nothing, however well it is signed.
            let answering = Set(satisfaction.accepted.map(\.credentialID))
            confirmed = try self.confirmed(
                expectation, by: confirmations.filter { answering.contains($0.credentialID) }, log: &log)
        } catch {
            let refusal = log.firstFailure ?? error.refusal
            // Nothing that a refused response says is to be relied on, whichever of its presentations held.
            for index in credentials.indices { credentials[index].withdrawClaims() }
            return ResponseVerification(
                report: Report(
                    verdict: .rejected(refusal), checkedAt: time, steps: log.steps, credentials: credentials),
                confirmations: [])
        }
        if policy.profile != .haip {
            log.skipped("HAIP-10", "rules of HAIP 1.0", why: "they are not enforced here; OpenID4VP 1.0 permits more")
        }
        return ResponseVerification(
            report: Report(verdict: .accepted, checkedAt: time, steps: log.steps, credentials: credentials),
            confirmations: confirmed)
    }

    private func verified(
        _ token: VPToken, _ expectation: PresentationExpectation, at time: UnixTime, log: inout StepLog,
        credentials: inout [CredentialReport], confirmations: inout [TransactionConfirmation]
    ) throws(OpenID4VPError) -> [DCQLPresented] {
        let verifier = expectation.transactionData.isEmpty ? verifier : confirming
        var presented: [DCQLPresented] = []
        for (queryID, presentations) in token.answers {
            guard let query = expectation.query.credential(queryID) else { continue }
            var facts: [CredentialFacts] = []
            for (index, presentation) in presentations.enumerated() {
                log.subject =
                    presentations.count == 1 ? "presentation '\(queryID)'" : "presentation '\(queryID)' \(index + 1)"
                var report = CredentialReport(format: query.format, queryID: queryID)
                let bytes = Array(presentation.utf8)
                var isRefused = false
                do throws(SDJWTVCError) {
                    let credential = try verifier.verified(
                        bytes, types: nil, keyBinding: binding(for: query, expectation, at: time),
                        at: time, log: &log, report: &report)
                    let id = "\(queryID)/\(index)"
                    facts.append(credential.facts(id: id))
                    let confirmation = TransactionConfirmation(credential, queryID: queryID, credentialID: id)
                    if let confirmation { confirmations.append(confirmation) }
                } catch {
                    report.withdrawClaims()
                    isRefused = true
                }
                credentials.append(report)
                if isRefused { try checkNonce(of: bytes, expectation, log: &log) }
            }
            presented.append(DCQLPresented(queryID: queryID, presentations: facts))
        }
        return presented
    }

    /// Whatever else is wrong with a presentation may have kept its key binding from being looked at; that it was made
    /// for another nonce condemns the response all the same (SES-07, NEG-086, NEG-211).
    private func checkNonce(
        of presentation: [UInt8], _ expectation: PresentationExpectation, log: inout StepLog
    ) throws(OpenID4VPError) {
        guard let claims = KeyBindingJWT.uncheckedClaims(in: presentation, limits: policy.limits) else { return }
        if let nonce = claims["nonce"]?.string, constantTimeEqual(nonce, expectation.nonce) { return }
        let error = OpenID4VPError.response(rule: "SES-07", problem: "a presentation was made for another nonce")
        log.failed("nonce of the presentation", error.refusal)
        throw error
    }

    /// How old the confirmation of a transaction may be (TXD-09).
    private static let transactionDataMaxAgeSeconds: Int64 = 60

    private func confirmed(
        _ expectation: PresentationExpectation, by confirmations: [TransactionConfirmation], log: inout StepLog
    ) throws(OpenID4VPError) -> [TransactionConfirmation] {
        let entries = expectation.transactionData
        guard !entries.isEmpty else { return [] }
        let types = entries.map(\.type).joined(separator: ", ")
        do throws(TransactionDataFault) {
            return try log.check("VFY-09", "transaction data is confirmed", on: types) {
                () throws(TransactionDataFault) in
                try TransactionDataCheck(entries: entries, responseMode: expectation.responseMode)
                    .confirmed(by: confirmations)
            }
        } catch { throw .transactionData(error) }
    }

    private func binding(
        for query: CredentialQuery, _ expectation: PresentationExpectation, at time: UnixTime
    ) -> KeyBindingPolicy {
        var wanted = KeyBindingExpectation(audience: expectation.audience, nonce: expectation.nonce, at: time)
        wanted.skewSeconds = policy.skewSeconds
        wanted.earliest = expectation.requestedAt
        if expectation.transactionData.contains(where: { $0.names(query.id) }) {
            wanted.transactionData = .requested
            wanted.maxAgeSeconds = Self.transactionDataMaxAgeSeconds
        }
        return query.requiresHolderBinding ? .required(wanted) : .ifPresent(wanted)
    }

    private static let registered = ["vct", "vct#integrity", "iss", "iat", "nbf", "exp", "cnf", "status"]

    /// Drops what was revealed beyond the query, so that nobody starts to rely on it (VFY-14, DSEL-12).
    private func keepRequestedClaims(
        of satisfaction: DCQLSatisfaction, in credentials: inout [CredentialReport], _ presented: [DCQLPresented]
    ) {
        for index in credentials.indices {
            guard let queryID = credentials[index].queryID else { continue }
            let position = credentials[..<index].filter { $0.queryID == queryID }.count
            let accepted = satisfaction.accepted.first { $0.credentialID == "\(queryID)/\(position)" }
            if var claims = accepted?.claims.object {
                // The report says these in its own members; the last two would let relying parties join their records.
                for name in Self.registered { claims[name] = nil }
                credentials[index].reveal(claims)
            } else {
                credentials[index].withdrawClaims()
            }
        }
    }
}
