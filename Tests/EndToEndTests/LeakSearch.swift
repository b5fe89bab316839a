import Glibc
import TestSupport

/// What programs left behind: the files of a folder, and what they wrote.
struct LeakSearch {
    /// Where a secret may be, and why.
    struct Allowance: Hashable {
        let canary: String
        /// A file; what stands beside it, such as a WAL, belongs to it.
        let file: String
        let reason: String
    }

    private var contents: [(name: String, content: [UInt8])] = []

    /// The names of what is searched.
    var names: [String] { contents.map(\.name) }

    /// Reads all files below some folders.
    init(_ folders: [String], in folder: TemporaryFolder) {
        for path in folder.paths where folders.contains(where: { path.hasPrefix("\($0)/") }) {
            if let content = folder.bytes(of: path) { contents.append((path, content)) }
        }
    }

    /// Adds what a program wrote or shows.
    mutating func add(_ name: String, _ content: [UInt8]) { contents.append((name, content)) }

    /// Every place where a secret was found and may not be, and every allowance that nothing needed.
    func complaints(_ canaries: [Canary], allowed: [Allowance]) -> [String] {
        var complaints: [String] = []
        var needed: Set<Allowance> = []
        for (name, content) in contents {
            for canary in canaries {
                guard let spelling = canary.found(in: content).first else { continue }
                if let allowance = allowed.first(where: { $0.canary == canary.name && name.hasPrefix($0.file) }) {
                    needed.insert(allowance)
                } else {
                    complaints.append("\(canary.name) is in \(name), spelled \(spelling)")
                }
            }
        }
        return complaints + Set(allowed).subtracting(needed).map { "\($0.canary) is not in \($0.file) any more" }
    }
}
