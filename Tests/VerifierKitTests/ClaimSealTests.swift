import JSON
import Testing
import VerifierKit

@Suite struct ClaimSealTests {
    private let seal: ClaimSeal

    init() throws { seal = try ClaimSeal() }

    @Test func `SEC-28 sealed claims are opened by the process that sealed them, for their transaction only`() throws {
        let claims: JSONValue = ["person": [["given_name": "Ada"]]]
        let sealed = try seal.seal(claims, transaction: "a")
        #expect(seal.open(sealed, transaction: "a") == claims)
        #expect(seal.open(sealed, transaction: "b") == nil)
        #expect(try ClaimSeal().open(sealed, transaction: "a") == nil)
        #expect(seal.open([], transaction: "a") == nil)
        #expect(seal.open(Array(sealed.prefix(24)), transaction: "a") == nil)
    }

    @Test func `SEC-28 claims of many large credentials come back whole`() throws {
        let portrait = JSONValue.string(String(repeating: "A", count: 300 << 10))
        let deep = (0..<40).reduce(portrait) { value, _ in [value] }
        let claims = JSONValue.array([JSONValue](repeating: portrait, count: 6) + [deep])
        #expect(seal.open(try seal.seal(claims, transaction: "a"), transaction: "a") == claims)
    }
}
