public import Rules

/// Path validation: from a signer's certificate to an anchor that the caller configured.
///
///     leaf   intermediates   anchor
///     [0] ──▶ [1] ──▶ [2] ──▶ configured, never taken from the chain
///     each names the next one as its issuer; the order of the chain is the order of the path
///
/// Each check is made here, with its own words, on the one path that the order of the chain leaves; signatures and name
/// constraints are left to OpenSSL, which checks all else once more.
/// Source: RFC 5280 §6 (JOSE-17, JOSE-18, PKX-01 … PKX-09).
public enum CertificatePath {
    /// The most certificates that a chain may bring.
    public static let limitCertificates = 5
    /// The most anchors of one name that are tried; with the limit above that bounds the signature checks (PKX-03).
    public static let limitAnchorsTried = 12

    /// Validates a chain.
    ///
    /// - Parameters:
    ///   - chain: leaf first, each certificate certifying the one before it; nothing in it is an anchor by being there.
    ///   - anchors: the configured certificates, an end-entity certificate among them pins that leaf.
    ///   - time: the moment at which every certificate must be valid, the anchor too.
    ///   - policy: what a profile asks for beyond RFC 5280.
    /// - Throws: what is wrong with the first certificate that breaks a rule.
    public static func validated(
        leafFirst chain: [Certificate], anchors: [Certificate], at time: UnixTime,
        policy: CertificatePathPolicy = .general
    ) throws(CertificatesError) -> ValidatedPath {
        guard let leaf = chain.first else { throw .emptyChain }
        guard chain.count <= limitCertificates else {
            throw .tooManyCertificates(count: chain.count, limit: limitCertificates)
        }
        let subject = leaf.subject.text
        guard policy.selfSignedLeaf == .accepted || !leaf.isSelfSigned else { throw .selfSignedLeaf(subject: subject) }
        if anchors.contains(leaf) {
            try CertificateRules.checkForm(of: leaf)
            try CertificateRules.checkLeaf(leaf, policy)
            try CertificateRules.checkTimes(of: leaf, at: time)
            return ValidatedPath(certificates: [leaf], leaf: leaf, anchor: leaf)
        }
        let path = try orderedPart(of: chain, anchors, policy)
        for certificate in path { try CertificateRules.checkForm(of: certificate) }
        try CertificateRules.checkLeaf(leaf, policy)
        for (position, certificate) in path.enumerated().dropFirst() {
            try CertificateRules.checkIssuer(certificate, above: path[1..<position], policy)
        }
        for certificate in path { try CertificateRules.checkTimes(of: certificate, at: time) }
        return try completed(path, anchors: anchors, at: time, policy)
    }

    /// What stands below the first certificate that is an anchor; what follows it says nothing (PKX-01).
    private static func orderedPart(
        of chain: [Certificate], _ anchors: [Certificate], _ policy: CertificatePathPolicy
    ) throws(CertificatesError) -> [Certificate] {
        let found = chain.dropFirst().firstIndex { certificate in
            anchors.contains { $0.subject == certificate.subject && $0.publicKeyInfo == certificate.publicKeyInfo }
        }
        guard let found else {
            try checkOrder(of: chain)
            return chain
        }
        guard policy.anchorInChain == .accepted else { throw .anchorInChain(position: found) }
        try checkOrder(of: Array(chain[...found]))
        return Array(chain[..<found])
    }

    private static func checkOrder(of path: [Certificate]) throws(CertificatesError) {
        for position in path.indices.dropFirst() {
            guard path[position].mayHaveIssued(path[position - 1]) else { throw .notInOrder(position: position) }
            let repeated = path[..<position].contains {
                $0.issuer == path[position].issuer && $0.serialNumber == path[position].serialNumber
            }
            guard !repeated else { throw .repeatedCertificate(position: position) }
        }
    }

    /// The path with its anchor; renewed anchors share a name, so each that fits is tried (CRT-05).
    private static func completed(
        _ path: [Certificate], anchors: [Certificate], at time: UnixTime, _ policy: CertificatePathPolicy
    ) throws(CertificatesError) -> ValidatedPath {
        let last = path[path.count - 1]
        var failure = CertificatesError.noAnchor(subject: last.subject.text)
        for (tried, anchor) in anchors.lazy.filter({ $0.mayHaveIssued(last) }).prefix(limitAnchorsTried).enumerated() {
            do throws(CertificatesError) {
                try CertificateRules.checkForm(of: anchor, isAnchor: true)
                try CertificateRules.checkIssuer(anchor, above: path[1...], policy)
                try CertificateRules.checkTimes(of: anchor, at: time)
                try LibraryPathCheck.run(path, anchor: anchor)
                return ValidatedPath(certificates: path + [anchor], leaf: path[0], anchor: anchor)
            } catch { if tried == 0 { failure = error } }
        }
        throw failure
    }
}

extension Certificate {
    /// Whether the names fit, and the identifiers of the key where both certificates have them.
    func mayHaveIssued(_ other: Certificate) -> Bool {
        guard subject == other.issuer else { return false }
        guard let own = subjectKeyIdentifier, let wanted = other.authorityKeyIdentifier else { return true }
        return own == wanted
    }
}
