import Bytes
public import JOSE
public import Rules

/// Issuers whose keys are found where they publish them, and the choice of how an issuer's keys are found.
extension TrustStore {
    /// Whether the keys of an issuer are to be fetched from where it publishes them.
    public func isPublished(issuer: String, for purposes: Set<TrustPurpose>) -> Bool {
        entries.contains { entry in
            !entry.purposes.isDisjoint(with: purposes)
                && entry.keys.contains {
                    if case .published(let name) = $0 { haveSameBytes(name, issuer) } else { false }
                }
        }
    }

    /// The issuers whose keys are found where they publish them, each once, as far as their entries are in force.
    public func publishedIssuers(at time: UnixTime) -> [String] {
        var issuers: [String] = []
        for entry in entries where entry.isInForce(at: time) && entry.isUsable(at: time) {
            for case .published(let issuer) in entry.keys where !issuers.contains(where: { haveSameBytes($0, issuer) })
            {
                issuers.append(issuer)
            }
        }
        return issuers
    }

    /// The same trust, with the keys that the issuer publishes in the place of the word that it does.
    public func holding(_ keys: JWKSet, publishedBy issuer: String) -> TrustStore {
        mapping { entry in
            entry.replacingKeys(
                entry.keys.map { key in
                    if case .published(let name) = key, haveSameBytes(name, issuer) {
                        .keySet(issuer: name, keys: keys)
                    } else {
                        key
                    }
                })
        }
    }

    /// Refuses certificates for an issuer whose entry names other keys and no anchor: whoever forges a token would else choose
    /// the way in which it is checked.
    ///
    /// - Parameter issuer: the claim `iss` that came together with a chain, unchecked.
    /// - Throws: `otherMechanism`. Source: VC-30, VC-39.
    public func refuseOtherMechanism(
        thanCertificatesOf issuer: String, for purposes: Set<TrustPurpose>
    ) throws(TrustError) {
        let naming = entries.filter { !$0.purposes.isDisjoint(with: purposes) && $0.names(issuer: issuer) }
        guard naming.isEmpty || naming.contains(where: { !$0.anchors.isEmpty }) else {
            throw .otherMechanism(issuer: issuer)
        }
    }
}
