import Files
public import HTTP
public import HTTPServer
public import JSON
public import Rules

/// Keeps a running server's certificate up to date with its files: when it is told to, and when they have changed.
///
/// A file that cannot be used changes nothing: the server goes on with what it shows, and the log says why.
public struct CertificateWatch: Sendable {
    /// What came of looking at the files.
    public enum Outcome: Sendable, Equatable {
        /// The server shows what the files hold.
        case loaded(notAfter: UnixTime)
        /// The files cannot be used; the server shows what it did before.
        case kept(Refusal)

        /// What a log writes: times, names of files and what is wrong with them, no secret.
        public var logged: (event: String, members: JSONObject) {
            switch self {
            case .loaded(let time): ("tls_loaded", ["not_after": .string(time.description)])
            case .kept(let refusal):
                (
                    "tls_kept",
                    [
                        "rule": .string(refusal.rule.description), "code": .string(refusal.code),
                        "detail": .string(refusal.problem),
                    ]
                )
            }
        }
    }

    /// How often the files are looked at without being told to.
    public static let intervalSeconds: Int64 = 10

    private let files: TLSFiles
    /// The files that the server shows.
    private var seen: [FileFacts.Version]?
    /// What was wrong with them at the last look, which is told once.
    private var told: Refusal?
    private var nextLook: UnixTime

    /// Begins with files that have just been loaded.
    public init(_ files: TLSFiles, at time: UnixTime) {
        self.files = files
        seen = try? files.version()
        nextLook = time + Self.intervalSeconds
    }

    /// Looks at the files if it is time to or a signal asks for it, and hands the server what changed.
    ///
    /// - Returns: nil when nothing was to be done.
    public mutating func look(
        _ server: Server, _ signal: ServiceSignals.Signal?, at time: UnixTime
    ) -> Outcome? {
        // A clock that was set back must not end the watch.
        guard signal == .reload || time >= nextLook || time < nextLook - Self.intervalSeconds else { return nil }
        nextLook = time + Self.intervalSeconds
        let version = try? files.version()
        guard signal == .reload || version != seen else {
            // What was wrong is right again; the next fault is told like a first one.
            told = nil
            return nil
        }
        do throws(ServiceCommandsError) {
            let loaded = try files.load(at: time)
            server.replace(loaded.identity)
            (seen, told) = (version, nil)
            return .loaded(notAfter: loaded.notAfter)
        } catch {
            // Looked at again the next time: a certificate may begin in a minute, and rights may be mended.
            let isNew = told != error.refusal
            told = error.refusal
            return isNew || signal == .reload ? .kept(error.refusal) : nil
        }
    }
}
