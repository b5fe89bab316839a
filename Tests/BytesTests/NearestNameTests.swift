import Bytes
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("lits", "list"), ("present", "present"), ("presnet", "present"), ("recieve", "receive"),
        ("histroy", "history"),
        ("hist", "history"), ("pres", "present"), ("revceive", "receive"),
    ])
    func `CLI-01 the name that was probably meant is found`(word: String, name: String) {
        #expect(NearestName.nearest(to: word, among: ["list", "present", "receive", "history"]) == name)
    }

    @Test(arguments: ["x", "delete", "zzzz", "", "re"])
    func `CLI-01 nothing is suggested for a word that is like none`(word: String) {
        #expect(NearestName.nearest(to: word, among: ["list", "present", "receive", "history"]) == nil)
    }

    @Test func `CLI-01 a very long word is compared in bounded time`() {
        #expect(NearestName.nearest(to: String(repeating: "a", count: 1_000_000), among: ["list"]) == nil)
    }
}
