import Bytes
import Cryptography
public import HTTP
import JSON
public import Rules

/// Sends the changes of transactions to the backend's receiver.
///
/// ```
/// POST webhook_url
/// Carnet-Event: 17                          the same each time that it is sent
/// Carnet-Signature: t=1764240000,v1=9c1f…   HMAC-SHA-256 of "1764240000." and the body, in hex
///
/// {"id":"…","state":"accepted","time":"2026-11-27T10:00:00Z"}
/// ```
///
/// The changes of one transaction are sent in their order, each until the receiver answers with 2xx. They wait in the
/// database, into which the store writes them together with the change itself, so none is lost by a restart.
public struct WebhookSender: Sendable {
    private let url: WebURL
    private let secret: [UInt8]
    private let fetcher: any HTTPFetching
    private let store: any TransactionStore
    private let clock: Clock
    private let events: VerifierEvents

    /// Sends to that URL.
    public init(
        to url: WebURL, secret: String, fetcher: any HTTPFetching, store: any TransactionStore, clock: Clock,
        events: VerifierEvents
    ) {
        (self.url, self.secret, self.fetcher) = (url, Array(secret.utf8), fetcher)
        (self.store, self.clock, self.events) = (store, clock, events)
    }

    /// Sends what is due; called from time to time, by one thread.
    ///
    /// - Throws: `sqlite`.
    public func sendDue() throws(VerifierKitError) {
        let begin = clock.now
        for event in try store.dueWebhooks(at: begin, limit: WebhookLimits.batch) {
            guard try send(event), clock.now < begin + WebhookLimits.batchSeconds else { return }
        }
    }

    /// Sends one event.
    ///
    /// - Returns: whether others may follow at once; a receiver that is away is not asked again for each of them.
    private func send(_ event: WebhookEvent) throws(VerifierKitError) -> Bool {
        let status: Int?
        do throws(HTTPError) { status = try fetcher.fetch(request(for: event)).status } catch { status = nil }
        if let status, (200...299).contains(status) {
            try store.removeWebhook(event.number)
            return true
        }
        let attempts = event.attempts + 1
        events.record(.webhookFailed(event: event.number, status: status, attempts: attempts))
        if attempts >= WebhookLimits.attempts {
            try store.removeWebhook(event.number)
        } else {
            let pause = WebhookLimits.pauseSeconds(afterAttempts: attempts)
            try store.postponeWebhook(event.number, attempts: attempts, until: clock.now + pause)
        }
        return status.map { (400...499).contains($0) && $0 != 429 } ?? false
    }

    private func request(for event: WebhookEvent) -> OutboundRequest {
        let body = event.json.serialized()
        let time = clock.now.seconds
        let code = HMAC.authenticationCode(.sha256, key: secret, message: Array("\(time).".utf8) + body)
        return OutboundRequest(
            "POST", url,
            headers: [
                "Content-Type": MediaType.json.description, "Carnet-Event": "\(event.number)",
                "Carnet-Signature": "t=\(time),v1=\(Hex.encode(code))",
            ], body: body, limits: FetchLimits(maxBytes: 65_536, connectSeconds: 2, timeoutSeconds: 4))
    }
}
