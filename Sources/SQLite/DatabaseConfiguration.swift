/// How a database is opened.
public struct DatabaseConfiguration: Sendable {
    /// Whether the file may be made, and whether it may be changed.
    public enum Access: Sendable {
        /// Makes a new file; one that exists is refused.
        case createNew
        /// Opens the file, or makes it.
        case openOrCreate
        /// Opens a file that exists.
        case open
        /// Opens a file that exists, and never changes it.
        case readOnly
    }

    /// What survives a power cut.
    public enum Durability: Sendable {
        /// Everything that was acknowledged (`synchronous=FULL`).
        case full
        /// A consistent state, perhaps without the last transactions (`synchronous=NORMAL`); several times faster.
        case normal
    }

    /// Who may use the file at the same time.
    public enum Sharing: Sendable {
        /// Several processes.
        case processes
        /// This process only, through one connection; needs no shared-memory file, so it opens even on a full disk.
        case exclusive
        /// Nobody changes the file, as on a read-only medium: there are no locks, and no files beside it are made or read.
        /// Only with `Access.readOnly`, and only when the WAL is empty.
        case immutable
    }

    /// What the folder of the file must be like.
    public enum FolderRule: Sendable {
        /// Not writable for group and others (SEC-34).
        case mustBePrivate
        /// Anything; for a service whose folder is managed by its operator.
        case any
    }

    /// Whether the file may be made, and whether it may be changed.
    public var access: Access
    /// What survives a power cut.
    public var durability: Durability
    /// Who may use the file at the same time.
    public var sharing: Sharing = .processes
    /// What the folder of the file must be like.
    public var folder: FolderRule = .mustBePrivate
    /// Connections for reading beside the one for writing; they are opened when first needed.
    public var readers: Int = 4
    /// How long to wait for a lock that another process holds.
    public var busyTimeoutMilliseconds: Int32 = 5_000
    /// The largest text, blob or row.
    public var valueLimitBytes: Int32 = 16 << 20
    /// Bytes in the WAL after which they are moved into the file; fewer need less room, more write faster.
    public var checkpointBytes: Int64 = 8 << 20
    /// Bytes of a page of a new file, a power of two: large ones suit large records, and each change writes a page at least.
    /// A file that is there keeps its own, so the limits count bytes.
    public var pageBytes: Int32 = 8_192
    /// The most bytes that all pages have together; a file that has more already grows no further.
    public var limitBytes: Int64 = 8 << 30

    /// Sets the two that every caller decides; the others have safe defaults.
    public init(_ access: Access, durability: Durability = .full) {
        (self.access, self.durability) = (access, durability)
    }
}
