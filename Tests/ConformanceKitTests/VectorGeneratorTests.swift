import ConformanceKit
import FoundationEssentials
import JSON
import TestSupport
import Testing

@Suite struct VectorGeneratorTests {
    /// With `WRITE_VECTORS=1` in the environment the files are written instead of compared.
    @Test func `the vector files are what the generator writes`() throws {
        let isWriting = ProcessInfo.processInfo.environment["WRITE_VECTORS"] == "1"
        for (path, content) in try VectorGenerator.files() {
            let bytes = Array((content.prettyText() + "\n").utf8)
            if isWriting {
                let url = URL(filePath: repositoryPath("vectors/\(path)"))
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: url)
            } else {
                let isSame = try repositoryFile("vectors/\(path)") == bytes
                #expect(isSame, "\(path) differs; write it with WRITE_VECTORS=1 and look at the difference")
            }
        }
    }

    @Test func `the generator writes the same bytes every time`() throws {
        let (first, second) = (try VectorGenerator.files(), try VectorGenerator.files())
        for (left, right) in zip(first, second) { #expect(left.content.text == right.content.text, "\(left.path)") }
    }

    @Test func `every generated test has a name of its own and says what it proves`() throws {
        var names: Set<String> = []
        for (_, content) in try VectorGenerator.files() {
            for test in (content["groups"]?.array ?? []).flatMap({ $0["tests"]?.array ?? [] }) {
                let name = test["id"]?.string ?? ""
                #expect(names.insert(name).inserted, "\(name) is there twice")
                #expect(test["rules"]?.array?.isEmpty == false, "\(name)")
                #expect((test["result"] == "invalid") == (test["error"] != nil), "\(name)")
            }
        }
        #expect(names.count > 200)
    }
}
