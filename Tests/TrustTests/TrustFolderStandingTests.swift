import Cryptography
import Files
import Glibc
import JOSE
import JSON
import Rules
import TestSupport
import Testing

@testable import Trust

/// Trust that was read whole once, limited to what stands in its folder now.
@Suite struct TrustFolderStandingTests {
    private static let issuer = "https://post.example"
    private let post: TestPost
    private let place: TemporaryFolder
    private let folder: TrustFolder

    init() throws {
        post = try TestPost()
        place = try TemporaryFolder()
        folder = TrustFolder(path: place.file("trust"))
    }

    private func add(_ keys: [TrustEntry.Key], types: Set<String> = [TestPost.type], id: String = "kea-post") throws {
        try folder.add(
            TrustEntry(
                id: id, name: "Post of Kea", purposes: [.postalIssuer], types: types, keys: keys, source: "test"))
    }

    private func keys(_ key: PublicKey) -> JWKSet { JWKSet([JWK(publicKey: key, keyID: "1")]) }

    private func error(_ store: TrustStore, _ evidence: TrustEvidence) -> TrustError? {
        do throws(TrustError) {
            _ = try store.decide(TrustPurpose.issuing, type: TestPost.type, evidence: evidence, at: TestPost.time)
            return nil
        } catch { return error }
    }

    private func named() throws -> TrustEvidence {
        .issuer(Self.issuer, header: try JOSEHeader(["alg": "ES256", "kid": "1"]))
    }

    @Test(arguments: ["crls", "lists", "blocked.json"], ["itself", "nowhere"])
    func `STA-01 STA-03 TRU-04 what cannot be looked into is not empty`(name: String, target: String) throws {
        let place = try TemporaryFolder()
        let folder = TrustFolder(path: place.path)
        #expect(try folder.store().entries.isEmpty)
        #expect(folder.standing().failure == nil)
        #expect(unsafe symlink(target == "itself" ? name : target, place.file(name)) == 0)
        guard case .files(.refused(_, let path, let reason)) = failure(of: folder) else {
            Issue.record("read as empty")
            return
        }
        #expect(path == place.file(name))
        #expect(reason.contains("link"))
        if name == "blocked.json" {
            #expect(throws: TrustError.self, "the old blocks stay") { try folder.block(.entity(id: "kea-post")) }
        }
    }

    @Test(arguments: ["crls", "lists"])
    func `STA-01 a file in the place of a folder of lists is not a folder without any`(name: String) throws {
        let place = try TemporaryFolder()
        try place.write([], to: name)
        guard case .files(.refused(_, place.file(name), let reason)) = failure(of: TrustFolder(path: place.path)) else {
            Issue.record("read as empty")
            return
        }
        #expect(reason == "Not a directory")
    }

    @Test(arguments: [true, false])
    func `STA-01 LOT-07 a folder and a list that lead nowhere are not missing`(isFolder: Bool) throws {
        let place = try TemporaryFolder()
        let folder = TrustFolder(path: place.file("trust"))
        #expect(try folder.store().entries.isEmpty)
        if isFolder {
            #expect(unsafe symlink("nowhere", folder.path) == 0)
            #expect(throws: TrustError.self) { try folder.store() }
            return
        }
        try Files.makeFolder("\(folder.path)/lists")
        #expect(try folder.list("eu-pid") == nil)
        #expect(unsafe symlink("nowhere", "\(folder.path)/lists/eu-pid.json") == 0)
        #expect(throws: TrustError.self, "nor may a list of any number take its place") { try folder.list("eu-pid") }
        #expect(unsafe symlink("nowhere", "\(folder.path)/a.json") == 0)
        try folder.remove(id: "a")
        #expect(throws: TrustError.noSuchEntry(id: "a")) { try folder.remove(id: "a") }
    }

    /// Why the folder is not read; its standing does not take what cannot be read for empty either.
    private func failure(of folder: TrustFolder) -> TrustError? {
        do throws(TrustError) {
            _ = try folder.store()
            return nil
        } catch {
            #expect(folder.standing().failure != nil || folder.standing().unread == nil)
            return error
        }
    }

    @Test func `STA-01 TRU-04 a key in whose place another one stands counts no more, nor does the new one`()
        throws
    {
        try add([.keySet(issuer: Self.issuer, keys: keys(post.key.publicKey))])
        let store = try folder.store()
        #expect(error(store.limited(to: folder.standing()), try named()) == nil)
        let other = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x31, count: 32))
        try add([.keySet(issuer: Self.issuer, keys: keys(other.publicKey))])
        #expect(error(try folder.store(), try named()) == nil)
        #expect(error(store.limited(to: folder.standing()), try named()) == .unknownIssuer(issuer: "Post of Kea"))
    }

    @Test func `STA-01 VC-33 an issuer that publishes its keys is trusted as long as its entry stands there`() throws {
        try add([.published(issuer: Self.issuer)])
        let store = try folder.store()
        func error() throws -> TrustError? {
            let limited = store.limited(to: folder.standing())
            return self.error(limited.holding(keys(post.key.publicKey), publishedBy: Self.issuer), try named())
        }
        #expect(try error() == nil)
        try folder.remove(id: "kea-post")
        #expect(try error() == .unknownIssuer(issuer: Self.issuer))
    }

    @Test func `STA-01 VC-41 an entry vouches for a further type that it says now and said before`() throws {
        try add([.anchor(post.root)], types: ["a", "b"])
        let store = try folder.store()
        try add([.anchor(post.root)], types: ["b", "c"])
        let limited = store.limited(to: folder.standing())
        let issuer = try store.decide(
            [.postalIssuer], type: "b", evidence: .certificates([post.leaf]), at: TestPost.time)
        func types(_ store: TrustStore) -> [String] {
            ["a", "b", "c"].filter { store.vouches(for: $0, of: issuer, at: TestPost.time) }
        }
        #expect(types(store) == ["a", "b"])
        #expect(types(limited) == ["b"])
    }

    @Test func `STA-01 TSL-13 an entity vouches beside another when it does so now and did before`() throws {
        for id in ["a", "b", "c"] { try add([.anchor(post.root)], types: id == "c" ? [] : [TestPost.type], id: id) }
        let store = try folder.store()
        for (id, types) in [("b", []), ("c", [TestPost.type])] as [(String, Set<String>)] {
            try add([.anchor(post.root)], types: types, id: id)
        }
        func entities(_ store: TrustStore) throws -> Set<String> {
            try store.decide(
                [.postalIssuer], type: TestPost.type, evidence: .certificates([post.leaf]), at: TestPost.time
            ).entities
        }
        #expect(try entities(store) == ["a", "b"])
        #expect(try entities(store.limited(to: folder.standing())) == ["a"])
    }

    @Test func `STA-01 where not even names can be read nothing is known to be gone`() throws {
        try add([.anchor(post.root)])
        let store = try folder.store()
        #expect(error(store.limited(to: TrustFolder.Standing()), .certificates([post.leaf])) == nil)
        try Files.makeFolder(place.file("trust/lists"))
        #expect(folder.standing().unread == [])
        try place.write([], to: "trust/lists/union.json")
        #expect(folder.standing().unread == ["\(folder.path)/lists/union.json"])
        try folder.remove(id: "kea-post")
        #expect(error(store.limited(to: folder.standing()), .certificates([post.leaf])) != nil)
    }
}
