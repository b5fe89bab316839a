import Files
import JSON
import Rules
import SDJWTVC
import TestSupport
import Testing

@Suite struct TypeMetadataFolderTests {
    @Test func `VC-53 TMETA-04 documents of a folder are found by their type, other files are left out`() throws {
        let folder = try TemporaryFolder()
        func write(_ name: String, _ text: String) throws {
            try Files.write(Array(text.utf8), to: folder.file(name), for: .owner, existing: .keep)
        }
        try write("a.json", #"{"vct":"urn:a","name":"first"}"#)
        try write("b.json", #"{"vct":"urn:a","name":"second"}"#)
        try write("c.json", "broken")
        try write("d.txt", #"{"vct":"urn:d"}"#)
        let source = try TypeMetadataFolder(path: folder.path)
        let second = SubresourceIntegrity(of: Array(#"{"vct":"urn:a","name":"second"}"#.utf8))
        let resolver = TypeMetadataResolver(source: source)
        #expect(try resolver.resolved("urn:a", integrity: nil, at: TestPost.time).type == "urn:a")
        #expect(second.fits(try source.document(about: "urn:a", matching: second, at: TestPost.time, within: .test)))
        for type in ["urn:d", "urn:A", ""] {
            #expect(
                refused { () throws(TypeMetadataError) in
                    _ = try source.document(about: type, matching: nil, at: TestPost.time, within: .test)
                } == "VC-50 type_metadata_unavailable")
        }
    }

    @Test func `SEC-03 of a folder no more than 256 documents are read`() throws {
        let folder = try TemporaryFolder()
        for number in 0..<257 {
            try Files.write(
                Array(#"{"vct":"urn:\#(number)"}"#.utf8), to: folder.file("\(number).json"), for: .owner,
                existing: .keep)
        }
        #expect(try TypeMetadataFolder(path: folder.path).documents.count == 256)
    }
}
