public import Rules
import Synchronization
import Trust

/// Counts what a service does, for Prometheus: numbers by route, status and state; never a claim, an id or an address.
///
/// The number of series is bounded: routes are those of the route table, and what is beyond the limit counts as `other`
/// (SEC-29, SEC-32).
public final class ServiceMetrics: Sendable {
    /// Series of requests; more are counted together.
    public static let limitSeries = 512
    /// Upper ends of the classes of durations, in microseconds.
    static let bucketMicroseconds = [
        1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 10_000_000,
    ]

    struct Series: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    struct Durations {
        var counts = [Int](repeating: 0, count: ServiceMetrics.bucketMicroseconds.count)
        var count = 0
        var microseconds = 0
    }

    struct Snapshot {
        var requests: [Series: Int] = [:]
        var durations: [String: Durations] = [:]
    }

    private let state = Mutex(Snapshot())
    private let startedAt: UnixTime

    /// Begins at zero.
    public init(startedAt: UnixTime) { self.startedAt = startedAt }

    /// Counts an answered request.
    ///
    /// - Parameters:
    ///   - method: as the access log names it.
    ///   - route: the template of the route; nil when none fitted.
    ///   - status: of the answer.
    ///   - microseconds: from the request line to the end of the answer; nil for an answer that stays open on purpose.
    public func record(method: String, route: String?, status: Int, microseconds: Int?) {
        state.withLock { state in
            var series = Series(method: method, route: route ?? "none", status: status)
            if state.requests[series] == nil, state.requests.count >= Self.limitSeries {
                series = Series(method: "other", route: "other", status: 0)
            }
            state.requests[series, default: 0] &+= 1
            guard let microseconds else { return }
            let elapsed = max(0, microseconds)
            var durations = state.durations[series.route] ?? Durations()
            durations.count &+= 1
            durations.microseconds &+= elapsed
            for (index, limit) in Self.bucketMicroseconds.enumerated() where elapsed <= limit {
                durations.counts[index] &+= 1
            }
            state.durations[series.route] = durations
        }
    }

    /// The durations of answers by route.
    var durations: [String: Durations] { state.withLock { $0.durations } }

    /// Everything in the text format of Prometheus, version 0.0.4.
    ///
    /// - Parameters:
    ///   - transactions: how many are stored in each state.
    ///   - lists: the imported lists of trusted entities.
    ///   - folderProblem: why the trust folder cannot be read whole.
    func text(
        transactions: [Transaction.State: Int], lists: [ServiceTrust.ListFacts] = [],
        folderProblem: ServiceTrust.FolderProblem? = nil
    ) -> String {
        let snapshot = state.withLock { $0 }
        var text = PrometheusText()
        text.begin("carnet_transactions", .gauge, "Stored transactions by state.")
        for state in Transaction.State.allCases {
            text.sample([("state", state.rawValue)], transactions[state] ?? 0)
        }
        text.begin("carnet_transactions_open", .gauge, "Transactions that wait for a wallet.")
        text.sample([], transactions[.open] ?? 0)
        text.begin("carnet_http_requests_total", .counter, "Answered requests by method, route and status.")
        let requests = snapshot.requests.sorted { left, right in
            (left.key.route, left.key.method, left.key.status) < (right.key.route, right.key.method, right.key.status)
        }
        for (series, count) in requests {
            text.sample(
                [("method", series.method), ("route", series.route), ("status", "\(series.status)")], count)
        }
        text.begin("carnet_http_request_duration_seconds", .histogram, "Time to the end of the answer by route.")
        for (route, durations) in snapshot.durations.sorted(by: { $0.key < $1.key }) {
            let label = ("route", route)
            for (limit, count) in zip(Self.bucketMicroseconds, durations.counts) {
                text.sample([label, ("le", PrometheusText.seconds(limit))], count, suffix: "_bucket")
            }
            text.sample([label, ("le", "+Inf")], durations.count, suffix: "_bucket")
            text.sample([label], PrometheusText.seconds(durations.microseconds), suffix: "_sum")
            text.sample([label], durations.count, suffix: "_count")
        }
        text.begin("carnet_trust_folder_unread", .gauge, "1 while the trust folder cannot be read whole, else 0.")
        text.sample([], folderProblem == nil ? 0 : 1)
        if !lists.isEmpty { Self.write(lists, to: &text) }
        text.begin("process_start_time_seconds", .gauge, "When the service started, in seconds since 1970.")
        text.sample([], Int(clamping: startedAt.seconds))
        return text.lines
    }

    private static func write(_ lists: [ServiceTrust.ListFacts], to text: inout PrometheusText) {
        text.begin("carnet_trust_list_sequence", .gauge, "Number of each imported list of trusted entities.")
        for list in lists { text.sample([("list", list.origin.list)], Int(clamping: list.origin.sequence)) }
        text.begin(
            "carnet_trust_list_next_update_seconds", .gauge, "When the next one is due, in seconds since 1970.")
        for list in lists { text.sample([("list", list.origin.list)], Int(clamping: list.origin.nextUpdate.seconds)) }
        text.begin(
            "carnet_trust_list_failures", .gauge, "Fetches that failed or gave a bad list since the last good one.")
        for list in lists { text.sample([("list", list.origin.list)], list.failures) }
    }
}
