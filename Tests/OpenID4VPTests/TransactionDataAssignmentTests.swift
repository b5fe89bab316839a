import Cryptography
import DCQL
import JSON
import OpenID4VP
import TestSupport
import Testing

@Suite struct TransactionDataAssignmentTests {
    private static let names = ["a", "b", "c"]

    /// Money orders with those numbers, each for some credentials and with some algorithms.
    private func entries(_ wanted: [(ids: [String], algorithms: [String]?)]) throws -> [TransactionData] {
        let query: JSONValue = [
            "credentials": .array(
                Self.names.map { ["id": .string($0), "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:x"]]] })
        ]
        var texts: [JSONValue] = []
        for (number, entry) in wanted.enumerated() {
            var object = try TransactionDataTests.example("money-order")
            var payload = object["payload"]?.object ?? [:]
            payload["transaction_id"] = .string("MO-\(number)")
            object["payload"] = .object(payload)
            object["credential_ids"] = .array(entry.ids.map(JSONValue.string))
            object["transaction_data_hashes_alg"] = entry.algorithms.map { .array($0.map(JSONValue.string)) }
            texts.append(.string(TransactionData.encoded(object)))
        }
        return try TransactionData.entries(
            .array(texts), query: try DCQLQuery(json: query, reader: .verifier), at: nil)
    }

    @Test func `TXD-01 TXD-05 each entry is signed by exactly one credential, in the order of the request`() throws {
        let entries = try entries([(["b", "a"], nil), (["a"], nil), (["c", "b"], nil), (["b"], nil)])
        let assignment = try TransactionDataAssignment(entries, to: Self.names)
        #expect(assignment.shares.map(\.queryID) == ["a", "b", "c"])
        #expect(assignment.shares.map(\.positions) == [[1], [0, 3], [2]])
        #expect(
            assignment.share(of: "b")?.claims == [
                "transaction_data_hashes": [.string(entries[0].hash(.sha256)), .string(entries[3].hash(.sha256))]
            ])
        #expect(assignment.share(of: "x") == nil)
    }

    @Test func `TXD-01 a credential that has nothing to sign has no share`() throws {
        let entries = try entries([(["a", "b"], nil), (["a"], nil)])
        for names in [["a", "b"], ["b", "a"]] {
            let shares = try TransactionDataAssignment(entries, to: names).shares
            #expect(shares.allSatisfy { !$0.positions.isEmpty })
            #expect(shares.flatMap(\.positions).sorted() == [0, 1])
        }
    }

    @Test func `TXD-02 an entry for which no credential is presented is refused`() throws {
        let entries = try entries([(["a", "b"], nil), (["c"], nil)])
        #expect(try TransactionDataAssignment(entries, to: ["c", "b"]).share(of: "b")?.positions == [0])
        #expect(throws: TransactionDataFault.notAvailable(entry: 1)) {
            try TransactionDataAssignment(entries, to: ["a", "b"])
        }
        #expect(throws: TransactionDataFault.notAvailable(entry: 0)) { try TransactionDataAssignment(entries, to: []) }
    }

    @Test func `TXD-06 the algorithm is one of those that all entries of a credential offer`() throws {
        let both = try entries([(["a"], ["sha-512", "sha-384"]), (["a"], ["sha-256", "sha-384"])])
        let share = try #require(try TransactionDataAssignment(both, to: ["a"]).share(of: "a"))
        #expect(share.algorithm == .sha384)
        #expect(share.claims["transaction_data_hashes_alg"] == "sha-384", "TXD-04: the request has names")
        let first = try entries([(["a"], ["sha3-256", "sha-512", "sha-256"])])
        #expect(
            try TransactionDataAssignment(first, to: ["a"]).share(of: "a")?.algorithm == .sha512, "the verifier's order"
        )
        #expect(throws: TransactionDataFault.noCommonAlgorithm(entry: 1)) {
            try entries([(["a"], ["sha-512"]), (["a"], nil)])
        }
    }

    @Test func `TXD-06 an entry that does not fit to what one credential carries goes to another one`() throws {
        let entries = try entries([(["a", "b"], ["sha-512"]), (["a"], ["sha-256"])])
        let assignment = try TransactionDataAssignment(entries, to: Self.names)
        #expect(assignment.share(of: "a")?.positions == [1])
        #expect(assignment.share(of: "b")?.positions == [0])
        #expect(throws: TransactionDataFault.noCommonAlgorithm(entry: 1)) {
            try TransactionDataAssignment(entries, to: ["a"])
        }
    }

    @Test func `TXD-06 an assignment is found where taking the first that fits leads astray`() throws {
        let tight = try entries([
            (["a", "b"], ["sha-256"]), (["a", "c"], ["sha-512"]), (["a", "c"], ["sha-384"]),
        ])
        let assignment = try TransactionDataAssignment(tight, to: Self.names)
        #expect(assignment.shares.map(\.queryID) == ["a", "b", "c"])
        #expect(assignment.shares.map(\.positions) == [[1], [0], [2]])
        #expect(assignment.shares.map(\.algorithm) == [.sha512, .sha256, .sha384])
    }

    @Test func `TXD-06 an entry too many is refused, and named`() throws {
        let wanted: [(ids: [String], algorithms: [String]?)] = [
            (["a", "b"], ["sha-256"]), (["a", "b"], ["sha-512"]), (["a", "b"], ["sha-384"]),
        ]
        #expect(throws: TransactionDataFault.noCommonAlgorithm(entry: 2)) { try entries(wanted) }
    }

    @Test func `TXD-06 SEC-03 more than sixteen entries are not assigned, for their sets grow with a power of two`()
        throws
    {
        let eight = try entries((0..<8).map { _ in (["a"], nil) })
        #expect(try TransactionDataAssignment(eight + eight, to: ["a"]).shares.map(\.positions.count) == [16])
        #expect(throws: TransactionDataFault.tooMany(count: 17, limit: 16)) {
            try TransactionDataAssignment(eight + eight + eight.prefix(1), to: ["a"])
        }
    }

    /// Every way to give each query an algorithm, tried one after another.
    private static func canBeSigned(_ wanted: [(ids: [String], algorithms: [String]?)]) -> Bool {
        let known = ["sha-256", "sha-384", "sha-512"]
        return (0..<27).contains { number in
            let chosen = ["a": known[number % 3], "b": known[number / 3 % 3], "c": known[number / 9]]
            return wanted.allSatisfy { entry in
                entry.ids.contains { id in chosen[id].map((entry.algorithms ?? ["sha-256"]).contains) ?? false }
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `TXD-06 what can be signed is signed, what cannot is refused`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let wanted: [(ids: [String], algorithms: [String]?)] = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            let ids = Self.names.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random))
            let known = ["sha-256", "sha-384", "sha-512"].shuffled(using: &random)
            return (Array(ids), Array(known.prefix(Int.random(in: 1...2, using: &random))))
        }
        guard Self.canBeSigned(wanted) else {
            #expect(throws: TransactionDataFault.self, "seed \(seed)") { try entries(wanted) }
            return
        }
        let assignment = try TransactionDataAssignment(try entries(wanted), to: Self.names)
        #expect(assignment.shares.flatMap(\.positions).sorted() == Array(wanted.indices), "seed \(seed)")
        for share in assignment.shares {
            for position in share.positions {
                #expect(wanted[position].ids.contains(share.queryID), "seed \(seed)")
                #expect(wanted[position].algorithms?.contains(share.algorithm.rawValue) == true, "seed \(seed)")
            }
        }
    }

    @Test func `TXD-04 the name of the algorithm is written only when the request has names`() throws {
        let mixed = try entries([(["a"], nil), (["b"], ["sha-256"])])
        let assignment = try TransactionDataAssignment(mixed, to: Self.names)
        #expect(assignment.share(of: "a")?.claims.contains("transaction_data_hashes_alg") == false)
        #expect(assignment.share(of: "b")?.claims["transaction_data_hashes_alg"] == "sha-256")
    }
}
