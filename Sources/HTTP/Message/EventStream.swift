import Synchronization

/// Server-sent events: an answer that is sent while it comes into being.
///
/// ```swift
/// let stream = EventStream()
/// watchers.append(stream)
/// return .events(stream)
/// …
/// stream.send(event: "state", data: #"{"state":"answered"}"#)
/// stream.finish()
/// ```
///
/// The handler returns at once and no thread waits: whoever brings news calls `send` from any thread. A peer that
/// reads too slowly, leaves, or outstays the server's limit closes the stream; `send` then returns false. One stream
/// goes to one peer; two are equal when they are the same.
public final class EventStream: Sendable, Hashable {
    /// What the server finds when it asks for more.
    public enum Piece: Sendable, Hashable {
        /// Octets to be sent now.
        case bytes([UInt8])
        /// Nothing now.
        case nothing
        /// Nothing any more.
        case end
        /// The stream was closed; the peer must see that it may miss something.
        case closed
    }

    private struct State {
        var waiting: [UInt8] = []
        var isFinished = false
        var isClosed = false
        var wake: (@Sendable () -> Void)?

        /// Takes the closure out, so that it runs once and outside the lock.
        mutating func takeWake() -> (@Sendable () -> Void)? {
            defer { wake = nil }
            return wake
        }
    }

    private let state = Mutex(State())
    private let limitBytes: Int

    /// Begins a stream.
    ///
    /// - Parameter limitBytes: how many octets may wait for a peer that reads slowly.
    public init(limitBytes: Int = 65_536) { self.limitBytes = limitBytes }

    /// Whether what is sent can still arrive.
    public var isOpen: Bool { state.withLock { !$0.isFinished && !$0.isClosed } }

    /// Appends octets that are whole events or comments.
    ///
    /// - Returns: false when the stream is over; one that would grow beyond its limit is closed.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        let (isTaken, wake) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
            guard !state.isFinished, !state.isClosed else { return (false, nil) }
            guard bytes.count <= limitBytes - state.waiting.count else {
                state.isClosed = true
                return (false, state.takeWake())
            }
            state.waiting += bytes
            return (true, state.takeWake())
        }
        wake?()
        return isTaken
    }

    /// Appends an event of `text/event-stream`; each line of the data becomes a line of its own.
    ///
    /// - Returns: false when the stream is over.
    @discardableResult
    public func send(event name: String, data: String) -> Bool {
        let lines = data.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        let oneLine = name.filter { $0 != "\n" && $0 != "\r" && $0 != "\r\n" }
        return send(Array("event: \(oneLine)\n\(lines.map { "data: \($0)\n" }.joined())\n".utf8))
    }

    /// Ends the body after what was sent.
    public func finish() { end { $0.isFinished = true } }

    /// Ends the body at once; the server calls it when the peer has left or time is over.
    public func close() { end { $0.isClosed = true } }

    /// Takes up to that many octets; for the server.
    public func take(atMost count: Int) -> Piece {
        state.withLock { state in
            guard !state.isClosed else { return .closed }
            guard !state.waiting.isEmpty else { return state.isFinished ? .end : .nothing }
            let piece = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(piece.count)
            return .bytes(piece)
        }
    }

    /// Calls the closure once, as soon as `take` has something else to say than `nothing`; for the server.
    public func whenReady(_ wake: @escaping @Sendable () -> Void) {
        let isReady = state.withLock { state in
            let isReady = state.isClosed || state.isFinished || !state.waiting.isEmpty
            if !isReady { state.wake = wake }
            return isReady
        }
        if isReady { wake() }
    }

    /// Whether both are the same stream.
    public static func == (left: EventStream, right: EventStream) -> Bool { left === right }

    /// Hashes which stream it is.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    private func end(_ change: (inout State) -> Void) {
        let wake = state.withLock { state in
            change(&state)
            return state.takeWake()
        }
        wake?()
    }
}
