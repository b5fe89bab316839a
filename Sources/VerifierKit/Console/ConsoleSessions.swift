import Bytes
import Cryptography
import Rules
import Synchronization

/// The operator's sessions: in memory alone, so that a restart ends them.
///
/// A session ends when it is not used for a while, when its whole time is over, when the operator logs out, and when the
/// password is set anew. Source: SEC-41.
final class ConsoleSessions: Sendable {
    static let idleSeconds: Int64 = 15 * 60
    static let wholeSeconds: Int64 = 8 * 3_600
    /// Sessions at a time; the one that was not used for longest makes room.
    static let limit = 16

    /// One session, as its pages know it.
    struct Session: Sendable {
        /// Comes back with every form, so that no other site can send one (SEC-41).
        let formToken: String
        let password: ConsolePassword
        let begunAt: UnixTime
        var usedAt: UnixTime
    }

    private let sessions = Mutex<[[UInt8]: Session]>([:])
    private let isChecking = Mutex(false)

    /// Begins a session.
    ///
    /// - Returns: the value of its cookie: 256 random bits, of which only a hash is kept.
    func begin(_ password: ConsolePassword, at now: UnixTime, random: some RandomSource) -> String {
        let token = Base64URL.encode(random.bytes(32))
        let session = Session(
            formToken: Base64URL.encode(random.bytes(32)), password: password, begunAt: now, usedAt: now)
        sessions.withLock { sessions in
            sessions = sessions.filter { Self.isValid($0.value, at: now) }
            while sessions.count >= Self.limit, let oldest = sessions.min(by: { $0.value.usedAt < $1.value.usedAt }) {
                sessions[oldest.key] = nil
            }
            sessions[Self.hash(token)] = session
        }
        return token
    }

    /// The session of a cookie, which counts as used now; nil when there is none any more.
    func session(_ token: String?, password: ConsolePassword, at now: UnixTime) -> Session? {
        guard let token else { return nil }
        let hash = Self.hash(token)
        return sessions.withLock { sessions in
            guard var session = sessions[hash] else { return nil }
            guard Self.isValid(session, at: now), session.password == password else {
                sessions[hash] = nil
                return nil
            }
            session.usedAt = now
            sessions[hash] = session
            return session
        }
    }

    /// Ends a session.
    func end(_ token: String) { sessions.withLock { $0[Self.hash(token)] = nil } }

    /// Compares a password, one at a time: each needs memory, and a flood of them must not take it all.
    ///
    /// - Returns: nil when another one is being compared.
    func check(_ body: () throws(VerifierKitError) -> Bool) throws(VerifierKitError) -> Bool? {
        let isFree = isChecking.withLock { isChecking in
            defer { isChecking = true }
            return !isChecking
        }
        guard isFree else { return nil }
        defer { isChecking.withLock { $0 = false } }
        return try body()
    }

    /// A clock that was set back ends a session rather than prolong it.
    private static func isValid(_ session: Session, at now: UnixTime) -> Bool {
        now >= session.usedAt && now < session.usedAt + idleSeconds && now < session.begunAt + wholeSeconds
    }

    private static func hash(_ token: String) -> [UInt8] { HashAlgorithm.sha256.hash(Array(token.utf8)) }
}
