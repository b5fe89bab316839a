import HTTP
import Rules
import Synchronization

/// Counts requests per address and minute, in bounded memory.
///
/// Peers on loopback are not counted: there a proxy stands in front, and all its clients would share one count. When
/// the proxy is one of `trusted_proxies`, its clients are counted one by one.
final class RateLimiter: Sendable {
    private struct Counts {
        var minute: Int64 = 0
        var perAddress: [String: Int] = [:]
    }

    private let limit: Int
    private let counts = Mutex(Counts())

    init(perMinute limit: Int) { self.limit = limit }

    /// Counts a request, and says whether it is within the limit.
    func allows(_ address: String?, at now: UnixTime) -> Bool {
        guard let address = address.flatMap(IPAddress.init), !address.isLoopback else { return true }
        let subscriber = address.subscriber.description
        return counts.withLock { counts in
            let minute = now.seconds / 60
            if counts.minute != minute { counts = Counts(minute: minute) }
            // Memory is bounded; whoever comes after that many addresses shares one count with all who do.
            let hasRoom = counts.perAddress.count < Self.addressLimit || counts.perAddress[subscriber] != nil
            let key = hasRoom ? subscriber : Self.others
            counts.perAddress[key, default: 0] += 1
            return counts.perAddress[key, default: 0] <= limit
        }
    }

    /// The answer for those who ask too often.
    func refusal(at now: UnixTime) -> HTTPResponse {
        let problem = ProblemDocument(
            status: 429, code: "too_many_requests", detail: "this address asks too often", rule: "TOKEN-20",
            hint: "wait until the time in Retry-After has passed")
        return .problem(problem, headers: ["Retry-After": "\(60 - now.seconds % 60)"])
    }

    /// How many addresses of one minute are counted one by one.
    static let addressLimit = 10_000
    /// The count of all other addresses; no address is written like this.
    private static let others = "others"
}
