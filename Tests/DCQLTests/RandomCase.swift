import CredentialModel
import JSON
import TestSupport

/// A small random query with a small random wallet, built so that about half of them can be satisfied.
struct RandomCase {
    /// A stored credential, as facts for the code under test and as plain data for the test's own reckoning.
    struct Stored {
        let json: JSONValue
        let id: String
        let type: String
        let isBound: Bool
        let claims: JSONValue
        let disclosable: [ClaimPath]
    }

    let query: JSONValue
    let stored: [Stored]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let stored = (0..<Int.random(in: 0...5, using: &random)).map { Self.stored(number: $0, &random) }
        let count = Int.random(in: 1...5, using: &random)
        var query: JSONObject = ["credentials": .array((0..<count).map { Self.credentialQuery(number: $0, &random) })]
        if Int.random(in: 0..<3, using: &random) > 0 {
            query["credential_sets"] = .array(
                (0..<Int.random(in: 1...4, using: &random)).map { _ in
                    let options = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                        JSONValue.array(
                            (0..<Int.random(in: 1...3, using: &random)).map { _ in
                                .string("q\(Int.random(in: 0..<count, using: &random))")
                            })
                    }
                    return ["options": .array(options), "required": .bool(Int.random(in: 0..<4, using: &random) > 0)]
                })
        }
        (self.query, self.stored) = (.object(query), stored)
    }

    private static let types = ["t", "t", "t", "u"]

    private static func stored(number: Int, _ random: inout SeededGenerator) -> Stored {
        var claims = JSONObject()
        var positions: [ClaimPath] = []
        for name in ["a", "b", "c"] where Int.random(in: 0..<4, using: &random) > 0 {
            claims[name] = .integer(Int64.random(in: 0...2, using: &random))
            positions.append([.name(name)])
        }
        if Bool.random(using: &random) {
            claims["o"] = ["p": "x", "r": "y"]
            positions += [["o"], ["o", "p"], ["o", "r"]]
        }
        if Bool.random(using: &random) {
            let length = Int.random(in: 0...3, using: &random)
            claims["l"] = .array((0..<length).map { _ in ["k": .integer(Int64.random(in: 0...2, using: &random))] })
            positions.append(["l"])
            for index in 0..<length { positions += [["l", .index(index)], ["l", .index(index), "k"]] }
        }
        let disclosable = positions.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
        let (id, type) = ("c\(number)", types.randomElement(using: &random) ?? "t")
        let isBound = Int.random(in: 0..<5, using: &random) > 0
        let json: JSONValue = [
            "id": .string(id), "format": "dc+sd-jwt", "type": .string(type), "holder_bound": .bool(isBound),
            "claims": .object(claims), "disclosable": .array(disclosable.map(\.json)),
        ]
        return Stored(
            json: json, id: id, type: type, isBound: isBound, claims: .object(claims), disclosable: disclosable)
    }

    private static func credentialQuery(number: Int, _ random: inout SeededGenerator) -> JSONValue {
        let paths: [ClaimPath] = [
            ["a"], ["b"], ["c"], ["o"], ["o", "p"], ["o", "r"], ["l"], ["l", 0], ["l", nil], ["l", nil, "k"],
            ["l", 1, "k"],
            ["o", nil], ["a", "x"],
        ]
        var query: JSONObject = [
            "id": "q\(number)", "format": "dc+sd-jwt",
            "meta": ["vct_values": [.string(types.randomElement(using: &random) ?? "t")]],
            "require_cryptographic_holder_binding": .bool(Int.random(in: 0..<3, using: &random) > 0),
        ]
        guard Int.random(in: 0..<6, using: &random) > 0 else { return .object(query) }
        let chosen = paths.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
        query["claims"] = .array(
            chosen.enumerated().map { index, path in
                var claim: JSONObject = ["id": "i\(index)", "path": path.json]
                if Int.random(in: 0..<4, using: &random) == 0 { claim["values"] = [0, 1, "x"] }
                return .object(claim)
            })
        if Int.random(in: 0..<2, using: &random) > 0 {
            query["claim_sets"] = .array(
                (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    .array(
                        (0..<Int.random(in: 1...3, using: &random)).map { _ in
                            .string("i\(Int.random(in: 0..<chosen.count, using: &random))")
                        })
                })
        }
        return .object(query)
    }
}
