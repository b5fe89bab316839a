public import Cryptography
import JOSE
public import JSON
import Rules

/// An SD-JWT whose digests were replaced by its Disclosures; this alone says nothing about who signed it.
///
/// Verifiers get it as `VerifiedSDJWT.content`. A holder whose vault keeps credentials that it verified on receipt makes
/// one directly with `CompactSDJWT.processed()`, to choose what to present.
///
/// Source: RFC 9901 §7.1 step 3 (SDJWT-32 to SDJWT-44).
public struct ProcessedSDJWT: Sendable {
    /// What was processed.
    public let received: CompactSDJWT
    /// The payload as it is signed, with digests.
    public let issuerPayload: JSONObject
    /// The payload with the disclosed claims in their places, without digests and `_sd_alg`.
    public let payload: JSONObject
    /// The hash that `_sd_alg` names.
    public let hashAlgorithm: HashAlgorithm
    /// The Disclosures in the order in which they were received.
    public let disclosures: [PlacedDisclosure]
    /// Whether every digest has its Disclosure here: nothing was kept back, and there is no decoy.
    public let isWhole: Bool
    /// The digest of each Disclosure.
    let digests: DigestList

    init(
        _ received: CompactSDJWT, payload issuerPayload: JSONObject, allowing hashAlgorithms: [HashAlgorithm],
        log: inout StepLog
    ) throws(SDJWTError) {
        let hash = try log.check("SDJWT-32", "hash algorithm") { () throws(SDJWTError) in
            try Self.hashAlgorithm(of: issuerPayload, allowing: hashAlgorithms)
        }
        let disclosures = try log.check("SDJWT-47", "Disclosures well formed") { () throws(SDJWTError) in
            try Self.disclosures(of: received)
        }
        let digests = try log.check("SDJWT-46", "Disclosures hashed, none twice") { () throws(SDJWTError) in
            try Self.digests(of: disclosures, hash)
        }
        var resolver = DigestResolver(disclosures, digests: digests, limits: received.limits)
        payload = try log.check("SDJWT-34", "digests replaced by Disclosures") { () throws(SDJWTError) in
            try resolver.processed(issuerPayload)
        }
        try log.check("SDJWT-43", "no digest twice") { () throws(SDJWTError) in try resolver.checkDigestsDiffer() }
        try log.check("SDJWT-44", "no Disclosure without digest") { () throws(SDJWTError) in
            try resolver.checkAllReferenced()
        }
        var placed: [PlacedDisclosure] = []
        placed.reserveCapacity(disclosures.count)
        for (index, disclosure) in disclosures.enumerated() {
            placed.append(PlacedDisclosure(disclosure: disclosure, parent: resolver.parent(of: index)))
        }
        self.disclosures = placed
        isWhole = resolver.digestCount == placed.count
        (self.received, self.issuerPayload, self.digests, hashAlgorithm) = (received, issuerPayload, digests, hash)
    }

    /// Reads `_sd_alg`; absent, it means SHA-256.
    private static func hashAlgorithm(
        of payload: JSONObject, allowing allowed: [HashAlgorithm]
    ) throws(SDJWTError) -> HashAlgorithm {
        guard let value = payload[SDJWTName.algorithm] else {
            guard allowed.contains(.sha256) else { throw .hashNotAllowed(.sha256) }
            return .sha256
        }
        guard case .string(let name) = value, let algorithm = HashAlgorithm(rawValue: name) else {
            throw .unsupportedHash
        }
        guard allowed.contains(algorithm) else { throw .hashNotAllowed(algorithm) }
        return algorithm
    }

    private static func disclosures(of received: CompactSDJWT) throws(SDJWTError) -> [Disclosure] {
        var disclosures: [Disclosure] = []
        disclosures.reserveCapacity(received.disclosures.count)
        for (index, range) in received.disclosures.enumerated() {
            disclosures.append(
                try Disclosure(
                    parsing: received.bytes, in: range, index: index, limits: received.limits.jose.json))
        }
        return disclosures
    }

    private static func digests(
        of disclosures: [Disclosure], _ hash: HashAlgorithm
    ) throws(SDJWTError) -> DigestList {
        var digests = DigestList(width: hash.byteCount, capacity: disclosures.count)
        for disclosure in disclosures { digests.append(disclosure.digest(hash)) }
        // Equal digests are equal Disclosures, as long as the hash holds.
        if let index = digests.firstRepetition() { throw .duplicateDisclosure(index: index) }
        return digests
    }
}

extension CompactSDJWT {
    /// Replaces digests by Disclosures without looking at the issuer's signature.
    ///
    /// For holders, with credentials that were verified before they were stored; and for showing what a credential
    /// contains before its issuer is known. Never for a decision about what a stranger presents.
    ///
    /// - Throws: `jose`, and all cases of SDJWT-06 to SDJWT-50 that concern Disclosures and digests.
    public func processed() throws(SDJWTError) -> ProcessedSDJWT {
        var log = StepLog()
        let payload: JSONObject
        do { payload = try issuerJWT.uncheckedPayload() } catch { throw .jose(error) }
        return try ProcessedSDJWT(self, payload: payload, allowing: HashAlgorithm.allCases, log: &log)
    }
}
