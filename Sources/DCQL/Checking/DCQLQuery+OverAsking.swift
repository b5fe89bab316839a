import Bytes
public import CredentialModel

extension DCQLQuery {
    /// Lists what a query asks for beyond what its verifier has registered.
    ///
    /// - Parameters:
    ///   - intent: what was registered; nil when nothing is known, then only forbidden claims are listed.
    ///   - forbidden: claims that are never given without registration, such as biometric ones; each stands for itself and
    ///     all inside it.
    ///
    /// Source: DSEL-14.
    public func overAsking(beyond intent: RegisteredIntent?, forbidden: [ClaimPath] = []) -> [OverAsking] {
        var found: [OverAsking] = []
        for query in credentials {
            let types = query.meta.types
            func isRegistered(_ fits: (RegisteredIntent.Entry) -> Bool) -> Bool {
                guard let intent else { return true }
                let entries = intent.entries.filter { $0.format == query.format && fits($0) }
                // Whichever of the types the wallet holds, the claim would be revealed from it.
                return !types.isEmpty && types.allSatisfy { type in entries.contains { haveSameBytes($0.type, type) } }
            }
            if !isRegistered({ _ in true }) {
                found.append(OverAsking(queryID: query.id, path: nil, isForbidden: false))
            }
            for claim in query.claims ?? [] {
                // A claim that holds a forbidden one reveals it too.
                let isForbidden = forbidden.contains { $0.covers(claim.path) || claim.path.covers($0) }
                let isCovered = isRegistered { $0.paths?.contains { $0.covers(claim.path) } ?? true }
                guard !isCovered || (intent == nil && isForbidden) else { continue }
                found.append(OverAsking(queryID: query.id, path: claim.path, isForbidden: isForbidden))
            }
        }
        return found
    }
}

extension CredentialMeta {
    /// The types that a query names, those of W3C credentials one by one.
    fileprivate var types: [String] {
        switch accepted {
        case .types(let types): types
        case .doctype(let doctype): [doctype]
        case .typeValues(let sets): sets.flatMap(\.self)
        case .unknown: []
        }
    }
}
