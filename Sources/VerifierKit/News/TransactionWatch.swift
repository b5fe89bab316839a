import HTTP
import JSON
import Rules
import Synchronization

/// The streams of those who wait for news of a transaction.
///
/// Whoever changes a transaction says so, and the sweep looks after all that are watched, so that time and other processes
/// are noticed too. A stream ends with the final state. The number of streams is bounded (SEC-29); signs of life between
/// two news are the server's business.
public final class TransactionWatch: Sendable {
    /// Streams at a time, of all backends together.
    public static let limitStreams = 256
    /// Streams of one transaction at a time.
    public static let limitPerTransaction = 4

    /// One piece of news: which transaction, its state, and since when.
    struct News: Hashable {
        let id: String
        /// nil once nothing is known of it any more.
        let state: Transaction.State?
        let time: UnixTime
        let isFinal: Bool

        var text: String {
            JSONValue.object([
                "id": .string(id), "state": .string(state?.rawValue ?? "forgotten"), "time": .string(time.description),
            ]).text
        }
    }

    private struct Watcher {
        let stream: EventStream
        var told: Transaction.State?
    }

    private let watchers = Mutex<[String: [Watcher]]>([:])

    /// Begins without streams.
    public init() {}

    /// The transactions that are watched.
    var watched: [String] {
        watchers.withLock { watchers in
            watchers = watchers.compactMapValues { list in
                let open = list.filter { $0.stream.isOpen }
                return open.isEmpty ? nil : open
            }
            return Array(watchers.keys)
        }
    }

    /// Begins a stream with what is known now.
    ///
    /// - Throws: `tooManyStreams`.
    func stream(of news: News) throws(VerifierKitError) -> EventStream {
        let stream = EventStream(limitBytes: 4_096)
        stream.send(event: "state", data: news.text)
        guard !news.isFinal else {
            stream.finish()
            return stream
        }
        // Streams whose readers have left make room.
        _ = watched
        let isTaken = watchers.withLock { watchers in
            let all = watchers.values.reduce(0) { $0 + $1.count }
            let list = watchers[news.id] ?? []
            guard all < Self.limitStreams, list.count < Self.limitPerTransaction else {
                return false
            }
            watchers[news.id] = list + [Watcher(stream: stream, told: news.state)]
            return true
        }
        guard isTaken else { throw .tooManyStreams(limit: Self.limitStreams) }
        return stream
    }

    /// Tells those who watch the transaction, unless they know it.
    func tell(_ news: News) {
        let streams = watchers.withLock { watchers -> [EventStream] in
            guard var list = watchers[news.id] else { return [] }
            let streams = list.filter { $0.told != news.state || news.isFinal }.map(\.stream)
            for index in list.indices { list[index].told = news.state }
            watchers[news.id] = news.isFinal ? nil : list
            return streams
        }
        for stream in streams {
            stream.send(event: "state", data: news.text)
            if news.isFinal { stream.finish() }
        }
    }
}

extension TransactionService {
    /// What is to be told of a transaction now.
    func news(of id: String) throws(VerifierKitError) -> TransactionWatch.News {
        guard let (transaction, outcome) = try store.transaction(id: id) else {
            return TransactionWatch.News(id: id, state: nil, time: clock.now, isFinal: true)
        }
        let stage = TransactionStage(transaction, outcome, at: clock.now)
        let since = outcome?.endedAt ?? (stage == .expired ? transaction.expiresAt : transaction.createdAt)
        return TransactionWatch.News(id: id, state: stage.state, time: since, isFinal: stage.isFinal)
    }

    /// The news of a transaction, as they come.
    ///
    /// - Throws: `noSuchTransaction`, `tooManyStreams`.
    func watch(id: String, owner: Int64) throws(VerifierKitError) -> EventStream {
        guard let (transaction, _) = try store.transaction(id: id), transaction.owner == owner else {
            throw .noSuchTransaction
        }
        let first = try news(of: id)
        guard first.state != nil else { throw .noSuchTransaction }
        let stream = try watch.stream(of: first)
        // What changed between the look and the stream would not be told by anybody else.
        tellWatchers(of: id)
        return stream
    }

    /// Tells those who watch what became of a transaction; that somebody watches must never make a call fail.
    func tellWatchers(of id: String) {
        guard watch.watched.contains(id), let news = try? news(of: id) else { return }
        watch.tell(news)
    }

    /// Looks after all transactions that are watched: what time or another process changed.
    public func tellWatchers() { for id in watch.watched { tellWatchers(of: id) } }
}
