/// What takes trust away, read apart from what gives it.
///
/// A folder is read whole or not at all, for an entry that is missing must not look like one that was taken out. Who is blocked or
/// revoked is final at once all the same, whatever else is broken. Source: STA-01, TRU-04.
extension TrustFolder {
    /// Blocks and revocation lists, as far as they can be read.
    public struct Negatives: Sendable {
        /// What is never trusted; empty where the block list cannot be read.
        public internal(set) var blocks: Set<TrustBlock> = []
        /// The revocation lists that can be read; the signature of none was checked.
        public internal(set) var revocationLists: [KeptRevocationList] = []
        /// Why some of it is not there; nil where all is.
        public internal(set) var failure: TrustError?
    }

    /// Reads the block list and each revocation list for itself.
    public func negatives() -> Negatives {
        var negatives = Negatives()
        do throws(TrustError) { negatives.blocks = try blocks() } catch { negatives.failure = error }
        do throws(TrustError) {
            for name in try revocationListNames() {
                do throws(TrustError) {
                    if let list = try revocationList(named: name) { negatives.revocationLists.append(list) }
                } catch { negatives.failure = negatives.failure ?? error }
            }
        } catch { negatives.failure = negatives.failure ?? error }
        return negatives
    }
}
