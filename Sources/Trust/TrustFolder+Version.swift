import Files

/// Whether somebody changed the folder while a service ran.
extension TrustFolder {
    /// What changes when an entry, a file of certificates, the block list, an imported list or an imported revocation list does.
    /// Revocation lists that were fetched do not count: whoever fetched them holds them.
    public struct Version: Sendable, Hashable {
        private let files: [String: FileFacts.Version]

        fileprivate init(_ files: [String: FileFacts.Version]) { self.files = files }
    }

    /// Looks at the names and facts of the files, and into none of them.
    public func version() -> Version {
        var files: [String: FileFacts.Version] = [:]
        // An entry may name a file of certificates of any ending.
        for (folder, endings) in [("", [""]), ("/lists", [".json"]), ("/crls", [".crl", ".pem"])] {
            for name in (try? Files.names(in: path + folder)) ?? []
            where endings.contains(where: { $0.isEmpty || name.hasSuffix($0) }) && !name.hasSuffix(Files.unfinished) {
                files["\(folder)/\(name)"] = try? FileFacts(of: "\(path)\(folder)/\(name)").version
            }
        }
        return Version(files)
    }
}
