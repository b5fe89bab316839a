import Bytes
public import Cryptography
public import JSON
import SDJWT

/// Which presentation signs which entries of transaction data, and with which hash.
///
/// Each entry is signed by exactly one credential: the first of its queries whose algorithm it offers. The algorithms of the
/// queries are chosen so that every entry finds one whenever that is possible at all.
/// Source: OpenID4VP 1.0 §5.1, B.3.3.1 (TXD-01, TXD-05, TXD-06).
public struct TransactionDataAssignment: Sendable, Equatable {
    /// What one presentation signs.
    public struct Share: Sendable, Equatable {
        /// The credential query that the presentation answers.
        public let queryID: String
        /// The positions of the entries, in the order of the request (TXD-05).
        public let positions: [Int]
        /// The algorithm of all their hashes.
        public let algorithm: HashAlgorithm
        /// The claims to put into the key binding.
        public let claims: JSONObject
    }

    /// One share for each query that signs something.
    public let shares: [Share]

    /// Assigns entries to answers.
    ///
    /// - Parameters:
    ///   - entries: all entries of the request.
    ///   - queryIDs: the queries that are answered by credentials that may sign.
    ///   - signs: whether the credential for a query signs the entry at a position (PAY-03).
    /// - Throws: `notAvailable`, `noCommonAlgorithm`.
    public init(
        _ entries: [TransactionData], to queryIDs: [String],
        where signs: (_ position: Int, _ queryID: String) -> Bool = { _, _ in true }
    ) throws(TransactionDataFault) {
        let places = entries.indices.map { position in
            entries[position].credentialIDs.compactMap { id in
                queryIDs.firstIndex { haveSameBytes($0, id) && signs(position, $0) }
            }
        }
        if let lost = places.firstIndex(where: \.isEmpty) { throw .notAvailable(entry: lost) }
        let algorithms = try Self.algorithms(entries, places, count: queryIDs.count)
        var positions = [[Int]](repeating: [], count: queryIDs.count)
        for position in entries.indices {
            let fitting = places[position].first { place in
                algorithms[place].map(entries[position].hashAlgorithms.contains) ?? false
            }
            guard let place = fitting else { throw .noCommonAlgorithm(entry: position) }
            positions[place].append(position)
        }
        shares = queryIDs.indices.compactMap { place in
            guard let algorithm = algorithms[place], !positions[place].isEmpty else { return nil }
            let carried = positions[place]
            let mustName = carried.contains { entries[$0].namesHashAlgorithms }
            return Share(
                queryID: queryIDs[place], positions: carried, algorithm: algorithm,
                claims: KeyBindingJWT.transactionDataClaims(
                    hashes: carried.map { entries[$0].hash(algorithm) }, algorithm: mustName ? algorithm.rawValue : nil)
            )
        }
    }

    /// How one set of entries can be covered: from which smaller set, and by which algorithm of the query at hand.
    private struct Step {
        let before: Int
        let algorithm: HashAlgorithm?
    }

    /// Chooses an algorithm for each query so that every entry has a query whose algorithm it offers.
    ///
    /// Taking the first that fits can lead astray: an entry placed early may need the query that only a later one could
    /// have done without. So all sets of entries that can be covered are followed, query by query of those that an entry
    /// names; there are 16 entries at most, hence at most 65,536 sets, and among equals the algorithms that the verifier
    /// named first win.
    private static func algorithms(
        _ entries: [TransactionData], _ places: [[Int]], count: Int
    ) throws(TransactionDataFault) -> [HashAlgorithm?] {
        guard entries.count <= TransactionData.limitEntries else {
            throw .tooMany(count: entries.count, limit: TransactionData.limitEntries)
        }
        let all = (1 << entries.count) - 1
        var reached = [0]
        var layers: [[Step?]] = []
        let asked = Set(places.joined()).sorted()
        for place in asked {
            let options = options(entries.indices.filter { places[$0].contains(place) }, of: entries)
            var layer = [Step?](repeating: nil, count: all + 1)
            var next: [Int] = []
            for before in reached {
                for option in options where layer[before | option.entries] == nil {
                    layer[before | option.entries] = Step(before: before, algorithm: option.algorithm)
                    next.append(before | option.entries)
                }
            }
            layers.append(layer)
            reached = next
        }
        guard reached.contains(all) else {
            // The first entry that cannot be had together with all before it.
            throw .noCommonAlgorithm(entry: reached.map { (~$0).trailingZeroBitCount }.max() ?? 0)
        }
        var algorithms = [HashAlgorithm?](repeating: nil, count: count)
        var covered = all
        for (place, layer) in zip(asked, layers).reversed() {
            guard let step = layer[covered] else { break }
            algorithms[place] = step.algorithm
            covered = step.before
        }
        return algorithms
    }

    /// The algorithms that a query may take, each with the entries that it would cover, as bits.
    private static func options(
        _ carried: [Int], of entries: [TransactionData]
    ) -> [(algorithm: HashAlgorithm?, entries: Int)] {
        var options: [(algorithm: HashAlgorithm?, entries: Int)] = []
        for algorithm in carried.flatMap({ entries[$0].hashAlgorithms })
        where !options.contains(where: { $0.algorithm == algorithm }) {
            let covered = carried.filter { entries[$0].hashAlgorithms.contains(algorithm) }
            options.append((algorithm, covered.reduce(0) { $0 | 1 << $1 }))
        }
        return options.isEmpty ? [(nil, 0)] : options
    }

    /// What the presentation for a query signs; nil when it signs nothing.
    public func share(of queryID: String) -> Share? { shares.first { haveSameBytes($0.queryID, queryID) } }
}
