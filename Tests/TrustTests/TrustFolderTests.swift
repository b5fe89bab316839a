import Bytes
import Cryptography
import Files
import JOSE
import JSON
import Rules
import TestSupport
import Testing
import Trust

@Suite struct TrustFolderTests {
    @Test func `TRU-03 an entry is written, read and removed`() throws {
        let place = try TemporaryFolder()
        let folder = TrustFolder(path: "\(place.path)/trust")
        let post = try TestPost()
        #expect(try folder.store().entries.isEmpty)
        let entry = try #require(post.trust().entries.first)
        try folder.add(entry)
        let read = try #require(try folder.store().entries.first)
        #expect(read.id == entry.id)
        #expect(read.purposes == entry.purposes)
        #expect(read.types == entry.types)
        #expect(read.anchors == [post.root])
        try folder.remove(id: "kea-post")
        #expect(try folder.store().entries.isEmpty)
        #expect(throws: TrustError.noSuchEntry(id: "kea-post")) { try folder.remove(id: "kea-post") }
    }

    @Test(arguments: [
        ("{}", "'id' is missing"), (#"{"id": "../x", "name": "", "purposes": []}"#, "the id '../x'"),
        (#"{"id": "a", "name": "A", "purposes": ["king"], "issuer": "i", "jwks": {"keys": []}}"#, "the purpose 'king'"),
        (#"{"id": "a", "name": "A", "purposes": []}"#, "neither anchors nor issuer"),
        (#"{"id": "a", "name": "A", "purposes": [], "anchors": ["../up.pem"]}"#, "in the same folder"),
        (
            #"{"id": "a", "name": "A", "purposes": [], "issuer": "i", "jwks": {"keys": []}, "state": "maybe"}"#,
            "state must be"
        ),
        (#"{"id": "a", "name": "A", "purposes": [], "anchors": [".pem"]}"#, "in the same folder"),
        (#"{"id": "a", "name": "A", "purposes": [], "anchors": ["sub/a.pem"]}"#, "in the same folder"),
        (#"{"id": "a", "name": "A", "purposes": [], "stat": "withdrawn"}"#, "the member 'stat' is unknown"),
        (
            #"{"id": "a", "name": "A", "purposes": [], "issuer": "i", "jwks": {"keys": []}, "published": true}"#,
            "exclude each other"
        ),
        ("[]", "no JSON object"), ("{", "JSON"),
    ])
    func `TRU-03 a file that is no entry is refused with its name`(text: String, words: String) throws {
        let place = try TemporaryFolder()
        try Files.write(Array(text.utf8), to: "\(place.path)/a.json", for: .everyone, existing: .keep)
        do throws(TrustError) {
            _ = try TrustFolder(path: place.path).store()
            Issue.record("it was read")
        } catch {
            #expect(error.refusal.rule == "TRU-03")
            #expect(error.refusal.problem.contains("a.json"))
            #expect(words == "JSON" || error.refusal.problem.contains(words), "\(error)")
        }
    }

    @Test func `TRU-04 the block list is read from its file`() throws {
        let place = try TemporaryFolder()
        let digest = Hex.encode([UInt8](repeating: 7, count: 32))
        try Files.write(
            Array(#"{"entities": ["bad"], "keys": ["\#(digest)"]}"#.utf8), to: "\(place.path)/blocked.json",
            for: .everyone,
            existing: .keep)
        let store = try TrustFolder(path: place.path).store()
        #expect(store.blocks == [.entity(id: "bad"), .key(sha256: [UInt8](repeating: 7, count: 32))])
    }

    @Test(arguments: [
        #"{"keys": "0707"}"#, #"{"keys": ["0707"]}"#, #"{"keys": ["zz"]}"#, #"{"keys": {"a": "b"}}"#,
        #"{"entities": "bad"}"#, #"{"entities": [7]}"#, #"{"certificates": null}"#, #"{"entity": ["bad"]}"#, "[]",
        #"{"keys": ["\#(String(repeating: "07", count: 33))"]}"#,
    ])
    func `TRU-04 SEC-19 a block list that cannot be read whole blocks everything`(text: String) throws {
        let place = try TemporaryFolder()
        try Files.write(Array(text.utf8), to: "\(place.path)/blocked.json", for: .everyone, existing: .keep)
        do throws(TrustError) {
            _ = try TrustFolder(path: place.path).store()
            Issue.record("it was read")
        } catch { #expect(error.refusal.problem.contains("blocked.json"), "\(error)") }
    }

    @Test func `TRU-04 blocks are added and taken off, and a list that cannot be read is left as it is`() throws {
        let place = try TemporaryFolder()
        let folder = TrustFolder(path: "\(place.path)/trust")
        let (entity, key) = (TrustBlock.entity(id: "bad"), TrustBlock.key(sha256: [UInt8](repeating: 7, count: 32)))
        #expect(try folder.block(entity))
        #expect(try folder.block(key))
        #expect(try !folder.block(key))
        #expect(try folder.store().blocks == [entity, key])
        try folder.unblock(entity)
        #expect(try folder.store().blocks == [key])
        #expect(throws: TrustError.noSuchBlock(what: "the entity 'bad'")) { try folder.unblock(entity) }
        try place.write(Array(#"{"key": []}"#.utf8), to: "trust/blocked.json")
        #expect(throws: TrustError.self) { try folder.block(entity) }
        #expect(place.bytes(of: "trust/blocked.json") == Array(#"{"key": []}"#.utf8))
    }

    @Test func `TRU-03 an entry with more key sets than its file has room for is not written in part`() throws {
        let place = try TemporaryFolder()
        let keys = JWKSet([JWK(publicKey: try TestPost().key.publicKey)])
        let entry = TrustEntry(
            id: "two", name: "Two", purposes: [.postalIssuer], types: [],
            keys: [.keySet(issuer: "a", keys: keys), .keySet(issuer: "b", keys: keys)], source: "test")
        #expect(throws: TrustError.self) { try TrustFolder(path: place.path).add(entry) }
        #expect(try TrustFolder(path: place.path).store().entries.isEmpty)
    }
}
