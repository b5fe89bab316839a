import Bytes
public import Certificates
import Cryptography
import JOSE

/// What an entry holds of whoever signs.
extension TrustEntry {
    /// The certificates that a path may end in.
    public var anchors: [Certificate] {
        keys.compactMap { if case .anchor(let certificate) = $0 { certificate } else { nil } }
    }

    func keySet(of issuer: String) -> JWKSet? {
        for case .keySet(let name, let keys) in keys where haveSameBytes(name, issuer) { return keys }
        return nil
    }

    /// Whether it has a key of the issuer, or says that the issuer publishes its keys.
    func holds(_ key: PublicKey, of issuer: String) -> Bool {
        keys.contains {
            switch $0 {
            case .keySet(let name, let keys): haveSameBytes(name, issuer) && keys.keys.contains { $0.publicKey == key }
            case .published(let name): haveSameBytes(name, issuer)
            case .anchor: false
            }
        }
    }

    /// Whether it has a certificate of the same authority: of the same name and key, whatever the serial number and the times.
    func isAnchored(in anchor: Certificate) -> Bool {
        anchors.contains { $0.subject == anchor.subject && $0.publicKeyInfo == anchor.publicKeyInfo }
    }

    /// Whether it speaks of the signer of a decision: it holds the anchor, or any keys of the issuer.
    func isHolder(of decision: TrustDecision) -> Bool {
        decision.issuer.map { names(issuer: $0) } ?? hasKey(of: decision)
    }

    /// Whether the decision could rest on it: it holds the anchor, or the very key.
    func hasKey(of decision: TrustDecision) -> Bool {
        if let issuer = decision.issuer { return holds(decision.key, of: issuer) }
        return decision.certificates.last.map { isAnchored(in: $0) } ?? false
    }
}
