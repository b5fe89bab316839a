import Certificates
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import Trust

extension VerifierRoutes {
    /// What those who run the service ask.
    var operationRoutes: [Route] {
        [
            Route("GET", "/healthz") { _ in .json(["status": "ok"]) },
            Route("GET", "/readyz") { _ in ready() },
            Route("GET", "/metrics") { measured($0) },
        ]
    }

    private func ready() -> HTTPResponse {
        let failed = readiness.failed(at: clock.now) { service.failedChecks { events.record(.refused(refusal: $0)) } }
        var checks = JSONObject()
        for check in Readiness.Check.allCases {
            checks[check.rawValue] = failed.contains(check) ? "failed" : "ok"
        }
        let body: JSONValue = ["status": failed.isEmpty ? "ready" : "not_ready", "checks": .object(checks)]
        guard !failed.isEmpty else { return .json(body) }
        return .json(body, status: 503, headers: ["Retry-After": "\(Readiness.cacheSeconds)"])
    }

    /// With an API key, or without one from this machine where the configuration says so.
    private func measured(_ request: HTTPRequest) -> HTTPResponse {
        let isOpen = service.configuration.metrics == .loopback && isLocal(request)
        return answering { () throws(VerifierKitError) in
            if !isOpen { _ = try owner(of: request, .readMetrics) }
            return try measurements()
        }
    }

    private func measurements() throws(VerifierKitError) -> HTTPResponse {
        .text(
            metrics.text(
                transactions: try service.transactionCounts(), lists: service.trustLists,
                folderProblem: service.trustFolderProblem),
            type: PrometheusText.mediaType)
    }

    /// Whether the caller is on this machine: what a proxy there passes on comes from elsewhere.
    private func isLocal(_ request: HTTPRequest) -> Bool {
        let forwarding = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"]
        guard forwarding.allSatisfy({ request.headers.values($0).isEmpty }) else { return false }
        return request.clientAddress.flatMap { IPAddress($0) }?.isLoopback == true
    }
}

extension TransactionService {
    /// Looks into what must hold for the service to do its work.
    ///
    /// - Parameter report: is told why something does not hold, for the log.
    func failedChecks(_ report: (Refusal) -> Void) -> Set<Readiness.Check> {
        var failed: Set<Readiness.Check> = []
        do throws(VerifierKitError) { try store.probe(at: clock.now) } catch {
            report(error.refusal)
            failed.insert(.store)
        }
        do throws(VerifierKitError) { try probeKeys() } catch {
            report(error.refusal)
            failed.insert(.keys)
        }
        if let old = trustLists.first(where: { !$0.origin.isUsable(at: clock.now) })?.origin {
            let usableUntil = old.nextUpdate + TrustListOrigin.staleSeconds
            report(TrustError.listTooOld(list: old.list, usableUntil: usableUntil).refusal)
            failed.insert(.trust)
        }
        // An entry that cannot be read refuses more than it should; of these, too little is refused.
        if let problem = trustFolderProblem, problem.hidesNegatives {
            report(problem.error.refusal)
            failed.insert(.trust)
        }
        return failed
    }

    /// How many transactions there are in each state.
    func transactionCounts() throws(VerifierKitError) -> [Transaction.State: Int] {
        try store.transactionCounts(at: clock.now)
    }

    private func probeKeys() throws(VerifierKitError) {
        // Wallets refuse a request whose certificate is over, so the service is of no use then.
        guard let leaf = signer.chain.first, clock.now < leaf.notAfter else {
            throw .badFile(path: "chain.pem", problem: "holds no certificate that is valid now")
        }
        _ = try keys.open(try keys.make(for: "probe"), for: "probe")
    }
}
