import Certificates
import Cryptography
import JOSE
public import Rules

/// Everything that is trusted, and the one function that decides with it.
///
/// ```swift
/// let decision = try store.decide(TrustPurpose.issuing, type: vct, evidence: .certificates(chain), at: clock.now)
/// decision.key            // verifies the credential's signature
/// decision.entryName      // goes into the report
/// ```
///
/// Source: TRU-01 … TRU-06, VC-30, VC-41, VC-42.
public struct TrustStore: Sendable {
    /// The entries, in the order of their ids.
    public private(set) var entries: [TrustEntry]
    /// What is never trusted.
    public private(set) var blocks: Set<TrustBlock>
    /// How revocation is asked for; nil when nobody asks.
    public private(set) var revocation: RevocationPolicy?
    /// A moment at which entries must be in force beside that of each decision; nil when there is none (TRU-06).
    private var moment: UnixTime?
    /// When the entries were read; nil when that is unknown.
    public let readAt: UnixTime?
    /// What stands in the folder now, where it cannot be read whole and `entries` are what stood there before.
    private var standing: [TrustEntry]?
    /// What is asked of certificate paths.
    private var paths = CertificatePathPolicy.general

    /// Puts a store together.
    public init(entries: [TrustEntry], blocks: Set<TrustBlock> = [], readAt: UnixTime? = nil) {
        (self.entries, self.blocks, self.readAt) = (entries.sorted { $0.id < $1.id }, blocks, readAt)
    }

    /// The same trust with each entry in another form.
    func mapping(_ form: (TrustEntry) -> TrustEntry) -> TrustStore {
        var store = self
        store.entries = entries.map(form)
        store.standing = standing?.map(form)
        return store
    }

    /// The same trust, decided as a profile asks: HAIP wants no anchor among the certificates and no leaf that signed
    /// itself (X5C-01).
    public func under(_ profile: Profile) -> TrustStore {
        var store = self
        store.paths = profile == .haip ? .highAssurance : .general
        return store
    }

    /// The same trust, less what its folder blocks besides and what stands there no more as it did.
    ///
    /// A file that cannot be read counts as it was read last. Nothing that is new there counts, and no block is taken back,
    /// before the folder is read whole: what cannot be read may be what takes trust away. Source: STA-01, TRU-04.
    public func limited(to now: TrustFolder.Standing) -> TrustStore {
        var store = self
        store.blocks.formUnion(now.blocks)
        if let unread = now.unread {
            let kept = (standing ?? entries).filter { unread.contains($0.source) }
            store.standing = (now.entries + kept).sorted { $0.id < $1.id }
        }
        return store
    }

    /// The same trust for what is decided as of an earlier time and acted upon now: an entry counts only where it is in force
    /// at both, and a list only where it is young enough at both (TRU-06).
    ///
    /// - Parameter moment: when it is acted upon.
    public func inForceAlso(at moment: UnixTime) -> TrustStore {
        var store = self
        store.moment = moment
        return store
    }

    func moments(_ time: UnixTime) -> [UnixTime] { [time] + (moment.map { [$0] } ?? []) }

    /// Whether an issuer is trusted for a further type as it is for the one that was decided for: by entries that hold the same
    /// anchor or key for it, of which none was taken out of force. Source: VC-41.
    public func vouches(for type: String, of issuer: TrustDecision, at time: UnixTime) -> Bool {
        [entries, standing ?? entries].allSatisfy { entries in
            let holding = entries.filter { entry in
                !entry.purposes.isDisjoint(with: TrustPurpose.issuing) && entry.isHolder(of: issuer)
                    && moments(time).allSatisfy { entry.isUsable(at: $0) }
            }
            let permitted = (try? entriesInForce(at: time, among: holding, type: type)) ?? []
            return permitted.contains { $0.hasKey(of: issuer) }
        }
    }

    /// The same trust, which also asks whether certificates were revoked.
    public func asking(_ revocation: RevocationPolicy?) -> TrustStore {
        var store = self
        store.revocation = revocation
        return store
    }

    /// The same trust, which asks nobody: of revocation it knows the lists that are held.
    public func askingNobody() -> TrustStore {
        asking(
            revocation.map {
                RevocationPolicy(
                    source: KeptRevocationLists($0.source.held), unknown: $0.unknown, staleSeconds: $0.staleSeconds,
                    moment: $0.moment)
            })
    }

    /// Decides whether a signer is trusted for a purpose and, where there is one, a credential type.
    ///
    /// - Parameters:
    ///   - purposes: any of these will do, such as `TrustPurpose.issuing`.
    ///   - type: the credential type; nil for signers that issue no credentials.
    ///   - evidence: what the signed object brings along, unchecked.
    ///   - time: the moment for which certificates must be valid.
    /// - Returns: who vouches, and the key that the signature is to be checked with.
    /// - Throws: the reason, as exactly as it is known: `nothingConfigured`, `untrustedPath`, `otherPurpose`,
    ///   `typeNotPermitted`, `notInForce`, `blocked`, `unknownIssuer`, `noSuchKey`, `revoked`, `revocationUnknown`.
    public func decide(
        _ purposes: Set<TrustPurpose>, type: String?, evidence: TrustEvidence, at time: UnixTime
    ) throws(TrustError) -> TrustDecision {
        try decide(purposes, type: type, evidence: evidence, among: nil, at: time)
    }

    /// As above, by the entries of some entities alone; nil for all.
    func decide(
        _ purposes: Set<TrustPurpose>, type: String?, evidence: TrustEvidence, among entities: Set<String>?,
        at time: UnixTime
    ) throws(TrustError) -> TrustDecision {
        guard let standing else {
            return try decided(purposes, type: type, evidence: evidence, among: entities, at: time)
        }
        // What was read whole last and what stands there now must say the same; revocation is asked for once both do (STA-04).
        var present = self
        (present.entries, present.standing, present.revocation) = (standing, nil, nil)
        let now = try present.decided(purposes, type: type, evidence: evidence, among: entities, at: time)
        let decision = try decided(purposes, type: type, evidence: evidence, among: entities, at: time)
        guard now.entryID == decision.entryID, now.key == decision.key else {
            throw .unknownIssuer(issuer: decision.entityName)
        }
        return decision.limited(to: now)
    }

    private func decided(
        _ purposes: Set<TrustPurpose>, type: String?, evidence: TrustEvidence, among entities: Set<String>?,
        at time: UnixTime
    ) throws(TrustError) -> TrustDecision {
        let candidates = entries.filter { entry in
            !entry.purposes.isDisjoint(with: purposes) && entities.map { $0.contains(entry.entity) } ?? true
        }
        switch evidence {
        case .certificates(let chain):
            return try decide(purposes, type: type, chain: chain, among: candidates, at: time)
        case .issuer(let issuer, let header):
            return try decide(type: type, issuer: issuer, header: header, among: candidates, at: time)
        }
    }

    /// Where the relying party that is registered as `clientID` takes answers.
    public func responseURIs(of clientID: String) -> [String] {
        entries.filter { $0.purposes.contains(.relyingPartyAccess) && $0.keySet(of: clientID) != nil }
            .flatMap(\.responseURIs)
    }

    /// The beginnings of the addresses from which requests of the relying party `clientID` are fetched; empty when the
    /// entries do not say.
    public func requestURIs(of clientID: String) -> [String] {
        entries.filter { $0.purposes.contains(.relyingPartyAccess) && $0.keySet(of: clientID) != nil }
            .flatMap(\.requestURIs)
    }

    private func decide(
        _ purposes: Set<TrustPurpose>, type: String?, chain: [Certificate], among candidates: [TrustEntry],
        at time: UnixTime
    ) throws(TrustError) -> TrustDecision {
        guard let leaf = chain.first else { throw .noEvidence }
        for certificate in chain { try refuseBlocked(certificate) }
        let candidates = try usable(candidates.filter { !$0.anchors.isEmpty }, at: time)
        guard !candidates.isEmpty else { throw .nothingConfigured(purpose: Self.words(purposes)) }
        let path: ValidatedPath
        do {
            path = try CertificatePath.validated(
                leafFirst: chain, anchors: candidates.flatMap(\.anchors), at: time, policy: paths)
        } catch {
            let others = entriesOfOtherPurpose(than: candidates, chain: chain, at: time)
            guard others.isEmpty else {
                throw .otherPurpose(entries: others.map(\.id), wanted: Self.words(purposes))
            }
            throw .untrustedPath(purpose: Self.words(purposes), subject: leaf.subject.text, path: error)
        }
        try refuseBlocked(path.anchor)
        if purposes.isSubset(of: TrustPurpose.issuing), !leaf.extendedKeyUsage.isEmpty,
            leaf.extendedKeyUsage.allSatisfy(Self.tlsPurposes.contains)
        {
            throw .untrustedPath(
                purpose: Self.words(purposes), subject: leaf.subject.text,
                path: .extendedKeyUsage(subject: leaf.subject.text))
        }
        // A renewed certificate is the same authority: what was withdrawn with the old one stays withdrawn (TRU-05).
        let vouching = candidates.filter { $0.isAnchored(in: path.anchor) }
        let permitted = try entriesInForce(at: time, among: vouching, type: type)
        guard let entry = permitted.first else { throw .noEvidence }
        guard let key = leaf.publicKey else {
            throw .untrustedPath(
                purpose: Self.words(purposes), subject: leaf.subject.text,
                path: .unsupportedKey(subject: leaf.subject.text))
        }
        // Last of all: only what authorities that are trusted name is fetched from (STA-04).
        let findings = try revocationFindings(of: path, in: chain, at: time)
        return TrustDecision(
            entryID: entry.entity, entityName: entry.name, anchor: path.anchor.subject.text,
            certificates: path.certificates, source: entry.source, key: key, list: entry.list,
            revocation: findings, readAt: readAt,
            entities: speakers(permitted, type: type, at: time) { $0.isAnchored(in: path.anchor) }, type: type)
    }

    /// The entities of entries that vouch for a signer, and of those that hold the same for the type but name only the signers
    /// of status lists; none of the latter where one was taken out of force or blocked (TRU-05).
    private func speakers(
        _ vouching: [TrustEntry], type: String?, at time: UnixTime, holding: (TrustEntry) -> Bool
    ) -> Set<String> {
        let naming = entries.filter { entry in
            entry.purposes.contains(.statusSigner) && holding(entry)
                && moments(time).allSatisfy { entry.isUsable(at: $0) }
        }
        let permitted = type.flatMap { try? entriesInForce(at: time, among: naming, type: $0) } ?? []
        return Set((vouching + permitted).map(\.entity))
    }

    /// What is known of revocation; above a pinned certificate stands whoever signed it, among the anchors here or behind it in
    /// the chain. Nobody is trusted by that: whose key signed the certificate may say that it is revoked.
    private func revocationFindings(
        of path: ValidatedPath, in chain: [Certificate], at time: UnixTime
    ) throws(TrustError) -> [RevocationFinding] {
        guard let revocation else { return [] }
        guard path.isPinnedLeaf else { return try revocation.findings(of: path, at: time) }
        let leaf = path.leaf
        guard leaf.subject != leaf.issuer else { return [] }
        func issuers(among candidates: some Sequence<Certificate>) -> [Certificate] {
            candidates.filter { $0.subject == leaf.issuer && leaf.isIssued(by: $0) }
        }
        return try revocation.findings(
            ofPinned: leaf, issuedByOneOf: issuers(among: entries.flatMap(\.anchors)),
            orOf: issuers(among: chain.dropFirst()), at: time)
    }

    private func decide(
        type: String?, issuer: String, header: JOSEHeader, among candidates: [TrustEntry], at time: UnixTime
    ) throws(TrustError) -> TrustDecision {
        let candidates = try usable(candidates.filter { $0.keySet(of: issuer) != nil }, at: time)
        guard !candidates.isEmpty else { throw .unknownIssuer(issuer: issuer) }
        let permitted = try entriesInForce(at: time, among: candidates, type: type)
        var fitting: [(entry: TrustEntry, jwk: JWK)] = []
        for entry in permitted {
            for jwk in entry.keySet(of: issuer)?.candidates(for: header) ?? []
            where !fitting.contains(where: { $0.jwk.publicKey == jwk.publicKey }) {
                fitting.append((entry, jwk))
            }
        }
        guard let (entry, jwk) = fitting.first, fitting.count == 1 else {
            throw .noSuchKey(issuer: issuer, keyID: header.keyID, fitting: fitting.count)
        }
        let digest = HashAlgorithm.sha256.hash(jwk.publicKey.subjectPublicKeyInfo)
        guard !blocks.contains(.key(sha256: digest)) else { throw .blocked(what: "the key of \(issuer)") }
        return TrustDecision(
            entryID: entry.entity, entityName: entry.name,
            anchor: "\(jwk.keyID.map { "key '\($0)'" } ?? "the key") of \(issuer)",
            certificates: [], source: entry.source, key: jwk.publicKey, list: entry.list, readAt: readAt,
            entities: speakers(permitted.filter { $0.holds(jwk.publicKey, of: issuer) }, type: type, at: time) {
                $0.holds(jwk.publicKey, of: issuer)
            }, issuer: issuer, type: type)
    }

    /// Of the entries that hold the anchor or issuer, those that vouch for the type; one that was taken out of force beats
    /// all others, so that a list that still grants does not hide it (TRU-05).
    private func entriesInForce(
        at time: UnixTime, among vouching: [TrustEntry], type: String?
    ) throws(TrustError) -> [TrustEntry] {
        for entry in vouching where entry.blockedNames.contains(where: { blocks.contains(.entity(id: $0)) }) {
            throw .blocked(what: "the entity '\(entry.entity)'")
        }
        let permitted = type.map { type in vouching.filter { $0.vouches(for: type) } } ?? vouching
        if let fallen = permitted.first(where: { entry in
            moments(time).contains { !entry.isInForce(at: $0) }
        }) {
            throw .notInForce(entry: fallen.id, state: fallen.state.rawValue)
        }
        guard !permitted.isEmpty else { throw .typeNotPermitted(entries: vouching.map(\.id), type: type ?? "") }
        return permitted
    }

    /// Leaves out what came from a list that is too old (STA-01); when nothing else is there, that is the reason.
    private func usable(_ entries: [TrustEntry], at time: UnixTime) throws(TrustError) -> [TrustEntry] {
        let usable = entries.filter { entry in moments(time).allSatisfy { entry.isUsable(at: $0) } }
        if usable.isEmpty, let list = entries.first?.list {
            throw .listTooOld(list: list.list, usableUntil: list.nextUpdate + TrustListOrigin.staleSeconds)
        }
        return usable
    }

    /// Only for the words of the refusal: the entries whose anchors would end the path if they had the purpose.
    private func entriesOfOtherPurpose(
        than candidates: [TrustEntry], chain: [Certificate], at time: UnixTime
    ) -> [TrustEntry] {
        let others = entries.filter { entry in !candidates.contains { $0.id == entry.id } }
        return others.filter { entry in
            !entry.anchors.isEmpty
                && (try? CertificatePath.validated(leafFirst: chain, anchors: entry.anchors, at: time)) != nil
        }
    }

    private func refuseBlocked(_ certificate: Certificate) throws(TrustError) {
        guard !blocks.isEmpty else { return }
        let key = HashAlgorithm.sha256.hash(certificate.publicKeyInfo)
        let whole = HashAlgorithm.sha256.hash(certificate.der)
        guard !blocks.contains(.key(sha256: key)), !blocks.contains(.certificate(sha256: whole)) else {
            throw .blocked(what: "the certificate of \(certificate.subject.text)")
        }
    }

    /// The purposes of TLS servers and clients, whose certificates sign no credentials (X5C-04).
    private static let tlsPurposes: Set = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]

    private static func words(_ purposes: Set<TrustPurpose>) -> String {
        purposes.map(\.rawValue).sorted().joined(separator: " or ")
    }
}
