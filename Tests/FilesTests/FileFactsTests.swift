import Files
import Glibc
import TestSupport
import Testing

@Suite struct FileFactsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `SEC-34 what others may do is seen`() throws {
        try folder.write([1], to: "file")
        let path = folder.file("file")
        for (mode, readable, writable) in [
            (0o600, false, false), (0o640, true, false), (0o604, true, false), (0o620, false, true),
            (0o602, false, true), (0o666, true, true), (0o711, false, false),
        ] as [(mode_t, Bool, Bool)] {
            #expect(unsafe chmod(path, mode) == 0)
            let facts = try FileFacts(of: path)
            #expect(facts.isReadableForOthers == readable, "\(String(mode, radix: 8))")
            #expect(facts.isWritableForOthers == writable, "\(String(mode, radix: 8))")
        }
    }

    @Test func `a version changes with the content, and with a file of the same content in its place`() throws {
        let path = folder.file("file")
        try Files.write([1], to: path, for: .owner, existing: .keep)
        let first = try FileFacts(of: path).version
        _ = try Files.read(path, limitBytes: 10)
        #expect(try FileFacts(of: path).version == first)
        try Files.write([1], to: path, for: .owner, existing: .replace)
        let second = try FileFacts(of: path).version
        #expect(second != first)
        try Files.write([1, 2], to: path, for: .owner, existing: .replace)
        #expect(try FileFacts(of: path).version != second)
    }

    @Test func `a version changes with the rights, which are a cure for a file that could not be read`() throws {
        try folder.write([1], to: "file")
        let first = try FileFacts(of: folder.file("file")).version
        #expect(unsafe chmod(folder.file("file"), 0o640) == 0)
        #expect(try FileFacts(of: folder.file("file")).version != first)
    }

    @Test func `what is not there has no facts`() {
        #expect(throws: FilesError.notFound(path: folder.file("none"))) { try FileFacts(of: folder.file("none")) }
    }
}
