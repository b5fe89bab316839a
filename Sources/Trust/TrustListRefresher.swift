public import Rules

/// Brings imported lists up to date from where they are published.
///
/// What cannot be fetched, or is no good, leaves the list that is held as it is. Source: LOT-02, LOT-07, LOT-11.
public struct TrustListRefresher: Sendable {
    /// Fetches a list by its address; redirects, size and addresses are its business (VC-37).
    public typealias Fetch = @Sendable (String) throws(TrustError) -> [UInt8]

    /// What became of a list.
    public enum Outcome: Sendable {
        /// A newer one took its place.
        case updated(TrustList)
        /// The one that is held is the newest.
        case unchanged
        /// Meanwhile the folder holds it no more, or for another signer, address or types: nothing was written.
        case withdrawn
        /// The one that is held stays, because of this.
        case kept(TrustError)
    }

    private let folder: TrustFolder
    private let fetch: Fetch

    /// Refreshes lists of a folder.
    public init(folder: TrustFolder, fetch: @escaping Fetch) { (self.folder, self.fetch) = (folder, fetch) }

    /// Fetches a list and takes it in; nil for a list that comes as a file.
    public func refresh(_ held: TrustList, at now: UnixTime) -> Outcome? {
        guard let url = held.settings.url else { return nil }
        do throws(TrustError) {
            let list = try TrustList(signed: try fetch(url), settings: held.settings, at: now)
            // While the fetch was under way, and before: whoever keeps the folder may have thought better of the list.
            guard let kept = try folder.list(held.settings.id), kept.settings == held.settings else {
                return .withdrawn
            }
            guard list.origin.sequence != kept.origin.sequence || list.digest != kept.digest else {
                // Another process may have written what this one does not hold yet.
                return kept.digest == held.digest ? .unchanged : .updated(kept)
            }
            try folder.add(list)
            return .updated(list)
        } catch { return .kept(error) }
    }
}
