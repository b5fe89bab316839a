import CMicrohttpd
import Glibc
public import HTTP

/// An HTTP/1.1 server: takes requests in strictly, answers them on a bounded number of threads, stops without cutting.
///
/// ```swift
/// let signals = ServiceSignals()
/// let server = Server(ServerConfiguration(port: 8080), router: router)
/// try server.start()
/// while signals.next(withinSeconds: 60) != .stop {}
/// server.stop()
/// ```
///
/// Intake follows SEC-29: deadlines for head, body and whole request, limits on sizes, connections and waiting
/// requests, and no head that a proxy could read differently. Bodies need a `Content-Length`.
public final class Server: Sendable {
    /// Name and version of the library that was loaded, for `--version --verbose`.
    public static var libraryVersion: String { unsafe "libmicrohttpd \(String(cString: MHD_get_version()))" }

    private enum State {
        case new
        case starting
        case running(Running)
        case stopped
    }

    private struct Running {
        let port: UInt16
        let daemon: Daemon
        let intake: Intake
        let workers: WorkerPool
        let reaper: Thread
    }

    /// How long the last handshakes get: more than the way to the other side of the world and back.
    private static let handshakeSeconds = 0.3

    private let configuration: ServerConfiguration
    private let router: Router
    private let state: Monitor<State> = Monitor(.new)

    /// Sets a server up; it does nothing before `start`.
    public init(_ configuration: ServerConfiguration = ServerConfiguration(), router: Router) {
        self.configuration = configuration
        self.router = router
    }

    /// The port that it listens at; nil when it does not run.
    public var port: UInt16? {
        state.withLock { state in if case .running(let running) = state { running.port } else { nil } }
    }

    /// Begins to listen; returns at once. After an error nothing is left of the attempt, and it may be tried again.
    ///
    /// - Throws: `cannotListen`, `cannotStart`, `startedBefore`.
    public func start() throws(HTTPServerError) {
        let isClaimed = state.withLock { state in
            guard case .new = state else { return false }
            state = .starting
            return true
        }
        guard isClaimed else { throw .startedBefore }
        do throws(HTTPServerError) {
            let running = try begin()
            state.changeForAll { $0 = .running(running) }
        } catch {
            state.changeForAll { $0 = .new }
            throw error
        }
    }

    private func begin() throws(HTTPServerError) -> Running {
        Self.allowOpenFiles(configuration.limits.connections + 256)
        signal(SIGPIPE, SIG_IGN)
        let socket = try ListeningSocket(at: configuration.address, port: configuration.port)
        var undo: [() -> Void] = [socket.closeIfOpen]
        do throws(HTTPServerError) {
            let workers = try WorkerPool(
                workers: configuration.workers, queueLimit: configuration.limits.queuedRequests)
            undo.append(workers.finish)
            let intake = Intake(router: router, configuration: configuration, workers: workers)
            let reaper = try Thread(stackBytes: 262_144) { intake.table.reap() }
            undo.append {
                intake.table.finish()
                reaper.join()
            }
            // Last: its thread uses the intake, so that nothing may fail once it runs.
            let daemon = try Daemon(socket: socket.descriptor, intake: intake, configuration)
            return Running(port: socket.port, daemon: daemon, intake: intake, workers: workers, reaper: reaper)
        } catch {
            for step in undo.reversed() { step() }
            throw error
        }
    }

    /// Stops: requests under way are finished, new ones answered with 503, then nothing is listened to.
    ///
    /// - Parameter withinSeconds: how long requests under way may take.
    /// - Returns: whether all were finished; when not, the process should end without waiting for them.
    @discardableResult
    public func stop(withinSeconds: Double = 8) -> Bool {
        let taken: Running?? = state.wait { state in
            switch state {
            case .starting:
                return nil
            case .running(let running):
                state = .stopped
                return running
            case .new, .stopped:
                return .some(nil)
            }
        }
        guard case .some(.some(let running)) = taken else { return true }
        let deadline = Moment.now.adding(seconds: withinSeconds)
        running.intake.drain()
        // A connection that is closed between two requests would lose the request that is just on its way.
        _ = running.intake.table.isEmpty(by: min(deadline, Moment.now.adding(seconds: configuration.drainSeconds)))
        let handshakes = min(configuration.drainSeconds, Self.handshakeSeconds)
        running.daemon.stopListening(handshakesEnd: min(deadline, Moment.now.adding(seconds: handshakes)))
        running.intake.table.shutIdle()
        let isEmpty = running.intake.table.isEmpty(by: deadline)
        guard isEmpty else { return false }
        running.workers.finish()
        running.daemon.stop()
        running.intake.table.finish()
        running.reaper.join()
        return true
    }

    /// Shows another certificate from the next connection on; those that are open keep theirs, and no request is lost.
    ///
    /// - Returns: whether it runs and was started with TLS; when not, nothing is changed.
    @discardableResult
    public func replace(_ identity: TLSIdentity) -> Bool {
        state.withLock { state in
            guard case .running(let running) = state else { return false }
            return running.intake.replace(identity)
        }
    }

    /// Raises the soft limit on open files as far as the hard one allows.
    private static func allowOpenFiles(_ count: Int) {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        guard limit.rlim_cur < rlim_t(count) else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
