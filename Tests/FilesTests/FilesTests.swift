import Files
import Glibc
import Testing

@Suite struct FilesTests {
    private let folder = "/tmp/carnet-files-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"

    @Test func `what is written is read back, by its owner alone`() throws {
        try Files.makeFolder("\(folder)/deep")
        let path = "\(folder)/deep/secret"
        try Files.write([1, 2, 3], to: path, for: .owner, existing: .keep)
        #expect(try Files.read(path, limitBytes: 3) == [1, 2, 3])
        var information = stat()
        let answer = unsafe stat(path, &information)
        #expect(answer == 0)
        #expect(information.st_mode & 0o777 == 0o600)
        #expect(try Files.names(in: "\(folder)/deep") == ["secret"])
    }

    @Test func `SEC-34 an existing file is kept or replaced as asked`() throws {
        try Files.makeFolder(folder)
        let path = "\(folder)/file"
        try Files.write([1], to: path, for: .everyone, existing: .keep)
        #expect(throws: FilesError.exists(path: path)) {
            try Files.write([2], to: path, for: .everyone, existing: .keep)
        }
        #expect(try Files.read(path, limitBytes: 10) == [1])
        try Files.write([2], to: path, for: .everyone, existing: .replace)
        #expect(try Files.read(path, limitBytes: 10) == [2])
        #expect(try Files.names(in: folder) == ["file"], "no part is left behind")
    }

    @Test func `SEC-34 a new file gets its name by a rename, which needs no hard links`() throws {
        try Files.makeFolder(folder)
        let watch = inotify_init1(0)
        defer { close(watch) }
        #expect(unsafe inotify_add_watch(watch, folder, UInt32(IN_CREATE | IN_MOVED_TO)) >= 0)
        try Files.write([1], to: "\(folder)/file", for: .owner, existing: .keep)
        var events = [UInt8](repeating: 0, count: 4096)
        let count = unsafe events.withUnsafeMutableBytes { unsafe read(watch, $0.baseAddress, $0.count) }
        try #require(count > 0)
        // The part is created, then renamed; a link would be created beside it.
        #expect(masks(of: Array(events[..<count])) == [UInt32(IN_CREATE), UInt32(IN_MOVED_TO)])
    }

    /// What happened, from `struct inotify_event`: watch, mask, cookie, and the length of the name that follows.
    private func masks(of events: [UInt8]) -> [UInt32] {
        func number(_ place: Int) -> UInt32 { events[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) } }
        var (masks, place): ([UInt32], Int) = ([], 0)
        while place + 16 <= events.count {
            masks.append(number(place + 4))
            place += 16 + Int(number(place + 12))
        }
        return masks
    }

    @Test func `SEC-34 what leads nowhere is there, and is not taken for what is missing`() throws {
        try Files.makeFolder(folder)
        let path = "\(folder)/link"
        #expect(throws: FilesError.notFound(path: path)) { try Files.read(path, limitBytes: 1) }
        #expect(unsafe symlink("nothing", path) == 0)
        let refused = FilesError.refused(operation: "open", path: path, reason: "it is a link to what is not there")
        #expect(throws: refused) { try Files.read(path, limitBytes: 1) }
        #expect(throws: refused) { try Files.names(in: path) }
        try Files.write([], to: "\(folder)/file", for: .owner, existing: .keep)
        #expect(throws: FilesError.refused(operation: "open", path: "\(folder)/file", reason: "Not a directory")) {
            try Files.names(in: "\(folder)/file")
        }
    }

    @Test func `SEC-34 a file in the place of a folder is told, a folder that is there is taken`() throws {
        try Files.makeFolder("\(folder)/a/b")
        try Files.makeFolder("\(folder)/a/b/")
        try Files.write([], to: "\(folder)/a/file", for: .owner, existing: .keep)
        #expect(throws: FilesError.exists(path: "\(folder)/a/file")) { try Files.makeFolder("\(folder)/a/file") }
        #expect(throws: FilesError.exists(path: "\(folder)/a/file")) { try Files.makeFolder("\(folder)/a/file/b") }
        #expect(try Files.folders(in: "\(folder)/a") == ["b"])
    }

    @Test func `SEC-03 a file over the limit is refused, one at the limit is read`() throws {
        try Files.makeFolder(folder)
        let path = "\(folder)/large"
        try Files.write([UInt8](repeating: 7, count: 100_000), to: path, for: .everyone, existing: .keep)
        #expect(try Files.read(path, limitBytes: 100_000).count == 100_000)
        #expect(throws: FilesError.tooLarge(path: path, limitBytes: 99_999)) {
            try Files.read(path, limitBytes: 99_999)
        }
    }

    @Test func `the program that runs is found, wherever it was called from`() throws {
        let program = try #require(Files.program)
        #expect(program.hasPrefix("/"))
        #expect(Files.exists(program))
    }

    @Test func `what is not there is said to be not there`() {
        #expect(throws: FilesError.notFound(path: "\(folder)/nothing")) {
            try Files.read("\(folder)/nothing", limitBytes: 1)
        }
        #expect(throws: FilesError.notFound(path: "\(folder)/none")) { try Files.names(in: "\(folder)/none") }
    }

    @Test func `what is done under a lock tells what came of it, and the lock is free again`() throws {
        try Files.makeFolder(folder)
        func locking(_ name: String, _ error: FilesError? = nil) throws(FilesError) -> Int {
            try Files.locking("\(folder)/\(name)", failure: { $0 }) { () throws(FilesError) in
                if let error { throw error }
                return 7
            }
        }
        #expect(throws: FilesError.notFound(path: "x")) { try locking("lock", .notFound(path: "x")) }
        #expect(try locking("lock") == 7)
        #expect(throws: FilesError.notFound(path: "\(folder)/none/lock")) { try locking("none/lock") }
        #expect(unsafe symlink("\(folder)/lock", "\(folder)/link") == 0)
        #expect(throws: FilesError.self, "a link may lead to where others write") { try locking("link") }
    }
}
