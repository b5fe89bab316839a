import JSON
import Rules
import TestSupport
import Testing
import TokenStatusList

@testable import VerifierKit

@Suite struct KeptStatusListFolderTests {
    private let place: TemporaryFolder
    private let folder: KeptStatusListFolder

    init() throws {
        place = try TemporaryFolder()
        folder = KeptStatusListFolder(path: place.file("lists"))
    }

    private func list(_ text: String, at time: Int64) -> FetchedStatusList {
        FetchedStatusList(body: Array("a.\(text).b".utf8), fetchedAt: UnixTime(seconds: time))
    }

    @Test func `TSL-46 a list is kept for its address, and the next in its place`() {
        #expect(folder.addresses.isEmpty)
        #expect(folder.list(at: "https://a.example/1") == nil)
        folder.keep(list("one", at: 10), at: "https://a.example/1")
        folder.keep(list("two", at: 20), at: "https://a.example/2")
        folder.keep(list("three", at: 30), at: "https://a.example/1")
        #expect(folder.addresses == ["https://a.example/1", "https://a.example/2"])
        #expect(folder.list(at: "https://a.example/1") == list("three", at: 30))
        #expect(folder.list(at: "https://a.example/3") == nil)
    }

    @Test func `TSL-46 a service keeps lists for snapshots, and after a start fetches each again`() {
        let service = folder.keepingOnly
        service.keep(list("one", at: 10), at: "https://a.example/1")
        #expect(folder.list(at: "https://a.example/1") == list("one", at: 10))
        #expect(service.list(at: "https://a.example/1") == nil)
    }

    @Test func `TSL-46 a damaged file is as good as none`() throws {
        folder.keep(list("one", at: 10), at: "https://a.example/1")
        let name = try #require(place.paths.first { $0.hasSuffix(".json") })
        try place.write(Array("{".utf8), to: name)
        #expect(folder.list(at: "https://a.example/1") == nil)
        #expect(folder.addresses.isEmpty)
    }

    @Test func `TSL-46 a list in the place of another, or of another version, is none`() throws {
        let (first, second) = ("https://a.example/1", "https://a.example/2")
        folder.keep(list("one", at: 10), at: first)
        let name = try #require(place.paths.first { $0.hasSuffix(".json") })
        let kept = try #require(place.bytes(of: name))
        folder.keep(list("two", at: 20), at: second)
        let other = try #require(place.paths.first { $0.hasSuffix(".json") && $0 != name })
        try place.write(kept, to: other)
        #expect(folder.list(at: first) == list("one", at: 10))
        #expect(folder.list(at: second) == nil)
        var later = try #require(try JSONValue(parsing: kept).object)
        later["version"] = 2
        try place.write(JSONValue.object(later).serialized(), to: name)
        #expect(folder.list(at: first) == nil)
    }

    @Test func `TSL-46 the list fetched longest ago makes room`() {
        for number in 0...KeptStatusListFolder.limitLists {
            folder.keep(list("x", at: Int64(1000 - number)), at: "https://a.example/\(number)")
        }
        #expect(folder.addresses.count == KeptStatusListFolder.limitLists)
        // The last of the first full set has the earliest time.
        #expect(folder.list(at: "https://a.example/\(KeptStatusListFolder.limitLists - 1)") == nil)
        #expect(folder.list(at: "https://a.example/\(KeptStatusListFolder.limitLists)") != nil)
    }
}
