/// Where a database lives.
enum DatabaseLocation: Sendable, Equatable {
    /// A file; the path is absolute and its folder holds no links.
    case file(String)
    /// This process's memory, gone with the connection.
    case memory

    /// What errors call it.
    var name: String {
        switch self {
        case .file(let path): path
        case .memory: "in memory"
        }
    }
}
