import CredentialModel
import JSON

/// A second, slow and simple reckoning of the least cost of a query, written against the rules and not against the code:
/// it works on plain JSON and tries every subset of the queries.
struct BruteForce {
    let query: JSONValue
    let stored: [RandomCase.Stored]

    /// The least number of Disclosures; nil when the query cannot be satisfied.
    var leastCost: Int? {
        let queries = query["credentials"]?.array ?? []
        let costs = queries.map { query in stored.compactMap { cost(of: query, from: $0) }.min() }
        let names = queries.compactMap { $0["id"]?.string }
        var best: Int?
        for subset in 1..<(1 << queries.count) {
            let chosen = queries.indices.filter { subset >> $0 & 1 == 1 }
            guard chosen.allSatisfy({ costs[$0] != nil }), isAllowed(Set(chosen.map { names[$0] }), of: names) else {
                continue
            }
            let cost = chosen.reduce(0) { $0 + (costs[$1] ?? 0) }
            if cost < best ?? .max { best = cost }
        }
        return best
    }

    private func isAllowed(_ chosen: Set<String>, of all: [String]) -> Bool {
        guard let sets = query["credential_sets"]?.array else { return chosen.count == all.count }
        var isSomethingRequired = false
        var isSomethingAnswered = false
        for set in sets {
            let options = (set["options"]?.array ?? []).map { Set(($0.array ?? []).compactMap(\.string)) }
            let isAnswered = options.contains { $0.isSubset(of: chosen) }
            isSomethingAnswered = isSomethingAnswered || isAnswered
            guard set["required"]?.bool ?? true else { continue }
            isSomethingRequired = true
            if !isAnswered { return false }
        }
        return isSomethingRequired || isSomethingAnswered
    }

    private func cost(of query: JSONValue, from credential: RandomCase.Stored) -> Int? {
        let types = query["meta"]?["vct_values"]?.array ?? []
        guard types.contains(.string(credential.type)) else { return nil }
        guard credential.isBound || query["require_cryptographic_holder_binding"] == false else { return nil }
        let claims = query["claims"]?.array ?? []
        let sets: [[JSONValue]]
        if let claimSets = query["claim_sets"]?.array {
            sets = claimSets.map { set in
                (set.array ?? []).compactMap { id in claims.first { $0["id"] == id } }
            }
        } else {
            sets = [claims]
        }
        return sets.compactMap { disclosures(of: $0, from: credential)?.count }.min()
    }

    private func disclosures(of claims: [JSONValue], from credential: RandomCase.Stored) -> Set<ClaimPath>? {
        var needed: Set<ClaimPath> = []
        for claim in claims {
            guard let path = try? ClaimPath(json: claim["path"] ?? .null),
                var found = follow(path.components[...], from: credential.claims, at: [])
            else { return nil }
            if let values = claim["values"]?.array { found = found.filter { values.contains($0.value) } }
            guard !found.isEmpty else { return nil }
            for position in found.map(\.position) {
                needed.formUnion(credential.disclosable.filter { isRelated($0.components, position) })
            }
        }
        return needed
    }

    /// Whether one position is the other, an ancestor of it, or inside it.
    private func isRelated(_ left: [ClaimPathComponent], _ right: [ClaimPathComponent]) -> Bool {
        left.starts(with: right) || right.starts(with: left)
    }

    private typealias Found = (position: [ClaimPathComponent], value: JSONValue)

    /// - Returns: nil for an error of the pointer.
    private func follow(
        _ path: ArraySlice<ClaimPathComponent>, from value: JSONValue, at position: [ClaimPathComponent]
    ) -> [Found]? {
        guard let component = path.first else { return [(position, value)] }
        let next: [Found]
        switch component {
        case .name(let name):
            guard let object = value.object else { return nil }
            next = object[name].map { [(position + [component], $0)] } ?? []
        case .index(let index):
            guard let elements = value.array else { return nil }
            next = elements.indices.contains(index) ? [(position + [component], elements[index])] : []
        case .all:
            guard let elements = value.array else { return nil }
            next = elements.enumerated().map { (position + [.index($0.offset)], $0.element) }
        }
        var found: [Found] = []
        for one in next {
            guard let deeper = follow(path.dropFirst(), from: one.value, at: one.position) else { return nil }
            found += deeper
        }
        return found
    }
}
