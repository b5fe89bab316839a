import Bytes
public import Cryptography
public import JSON
import SDJWT

/// Which presentation signs which entries of transaction data, and with which hash.
///
/// Each entry is signed by exactly one credential. Entries that only one query can carry are placed first; the others go to
/// the first of their queries that has an algorithm in common with all that it carries already.
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
    /// - Throws: `notAvailable`, `noCommonAlgorithm`.
    public init(_ entries: [TransactionData], to queryIDs: [String]) throws(TransactionDataFault) {
        let places = entries.map { entry in
            entry.credentialIDs.compactMap { id in
                queryIDs.firstIndex { haveSameBytes($0, id) }
            }
        }
        if let lost = places.firstIndex(where: \.isEmpty) { throw .notAvailable(entry: lost) }
        var algorithms = [[HashAlgorithm]?](repeating: nil, count: queryIDs.count)
        var positions = [[Int]](repeating: [], count: queryIDs.count)
        let order = entries.indices.filter { places[$0].count == 1 } + entries.indices.filter { places[$0].count > 1 }
        for position in order {
            let offered = entries[position].hashAlgorithms
            func common(_ place: Int) -> [HashAlgorithm] {
                algorithms[place].map { $0.filter(offered.contains) } ?? offered
            }
            guard let place = places[position].first(where: { !common($0).isEmpty }) else {
                throw .noCommonAlgorithm(entry: position)
            }
            algorithms[place] = common(place)
            positions[place].append(position)
        }
        shares = queryIDs.indices.compactMap { place in
            guard let algorithm = algorithms[place]?.first else { return nil }
            let carried = positions[place].sorted()
            let mustName = carried.contains { entries[$0].namesHashAlgorithms }
            return Share(
                queryID: queryIDs[place], positions: carried, algorithm: algorithm,
                claims: KeyBindingJWT.transactionDataClaims(
                    hashes: carried.map { entries[$0].hash(algorithm) }, algorithm: mustName ? algorithm.rawValue : nil)
            )
        }
    }

    /// What the presentation for a query signs; nil when it signs nothing.
    public func share(of queryID: String) -> Share? { shares.first { haveSameBytes($0.queryID, queryID) } }
}
