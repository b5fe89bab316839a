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
            guard list.origin.sequence != held.origin.sequence || list.digest != held.digest else { return .unchanged }
            try folder.add(list)
            return .updated(list)
        } catch { return .kept(error) }
    }
}
