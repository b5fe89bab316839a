public import Rules

/// Who signs the status lists of an issuer.
extension TrustStore {
    /// Decides whether a signer may sign the status lists of an issuer.
    ///
    /// The anchor of either may stand in several entries. An entry names the signers of its own entity's credentials: one with the
    /// purpose counts when its entity vouches for the issuer and the type (`TrustDecision.entities`), whichever entry decided.
    ///
    /// - Parameters:
    ///   - issuer: the decision for the credential.
    ///   - evidence: what the status list brings along, unchecked.
    ///   - time: the moment for which certificates must be valid.
    /// - Throws: as `decide`, and `otherStatusSigner`. Source: TSL-13.
    public func decideStatusSigner(
        of issuer: TrustDecision, evidence: TrustEvidence, at time: UnixTime
    ) throws(TrustError) -> TrustDecision {
        // By all entries first: one that was withdrawn or blocked beats all others of its anchor, also where it is another's (TRU-05).
        let decision = try decide([.statusSigner], type: nil, evidence: evidence, at: time)
        guard !issuer.entities.contains(decision.entryID) else { return decision }
        do throws(TrustError) {
            return try decide([.statusSigner], type: nil, evidence: evidence, among: issuer.entities, at: time)
        } catch {
            switch error {
            case .nothingConfigured, .untrustedPath, .otherPurpose, .unknownIssuer, .noSuchKey:
                throw .otherStatusSigner(issuer: issuer.entryID, entries: misfits(of: decision, for: issuer))
            default: throw error
            }
        }
    }

    /// The entries that hold the signer's anchor or key, and why none lets it sign for the issuer.
    private func misfits(of signer: TrustDecision, for issuer: TrustDecision) -> [TrustError.Misfit] {
        entries.filter { $0.hasKey(of: signer) }.map { entry in
            let lack: TrustError.Misfit.Lack =
                if !entry.purposes.contains(.statusSigner) {
                    .purpose
                } else if let type = issuer.type, !entry.vouches(for: type), entry.isHolder(of: issuer) {
                    .type(type)
                } else {
                    .issuer
                }
            return TrustError.Misfit(entry: entry.id, lack: lack)
        }
    }
}
