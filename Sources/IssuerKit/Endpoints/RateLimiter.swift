import HTTP
import Rules
import Synchronization

/// Counts requests per address and minute, in bounded memory.
///
/// Peers on loopback are not counted: there a proxy stands in front, and all its clients would share one count.
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
        let key = address.subscriber.description
        return counts.withLock { counts in
            let minute = now.seconds / 60
            if counts.minute != minute { counts = Counts(minute: minute) }
            // A flood from so many addresses is not stopped by counting them.
            guard counts.perAddress.count < Self.addressLimit || counts.perAddress[key] != nil else { return true }
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

    private static let addressLimit = 10_000
}
