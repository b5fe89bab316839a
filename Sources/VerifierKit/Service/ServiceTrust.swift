public import OpenID4VP
public import Rules
import Synchronization
public import Trust
public import TrustFetching

/// Whom a running service trusts: brought up to date while it runs.
///
/// What somebody changes in the folder is taken over: entries, blocks, imported lists and revocation lists (TRU-04, STA-03).
/// Imported lists that name an address are fetched again when they are due; a list that is no good leaves the one that is
/// held, and is counted. Revocation lists are fetched where certificates point to. A folder that cannot be read whole gives
/// nothing new, but what it takes away counts as far as it can be read: blocks, revocations, entries that are gone or say less.
/// It is read again when it changes, and now and then until it can be.
/// Source: LOT-11, STA-01, STA-04.
public final class ServiceTrust: Sendable {
    /// What those who run the service ask about an imported list.
    public struct ListFacts: Sendable, Hashable {
        /// Its number and times.
        public let origin: TrustListOrigin
        /// Fetches that failed since the last good one.
        public let failures: Int
    }

    /// Why the folder cannot be read whole.
    public struct FolderProblem: Sendable, Equatable {
        /// What is wrong; of several faults one that hides blocks or revocations.
        public let error: TrustError
        /// Whether the block list or a revocation list is what cannot be read, so that somebody who is to be refused may pass.
        public let hidesNegatives: Bool
    }

    /// What became of a list that was due.
    public enum Event: Sendable, Equatable {
        /// A newer one took its place.
        case updated(TrustListOrigin)
        /// The one that is held stays, because of this.
        case kept(list: String, TrustError)
        /// The folder holds it no more, or otherwise than when the service began; the folder counts.
        case withdrawn(list: String)
        /// Somebody changed the folder, and it was read again.
        case folderRead
        /// The folder cannot be read whole; what was read before stays, less what the folder takes away as far as it can be
        /// read. It is told once for each reason.
        case folderKept(TrustError)
    }

    private struct Entry {
        var list: TrustList
        var schedule: TrustRefreshSchedule
    }

    private struct State {
        var store: TrustStore
        var verifier: PresentationVerifier
        var entries: [Entry]
        /// The folder as it was when it was read last, whole or not.
        var seen: TrustFolder.Version
        /// Why it could not be read whole then.
        var problem: FolderProblem?
        /// The files that could not be read then, and when they are read again though nothing changes.
        var unread: (files: Set<String>?, retry: FolderRetry)?
    }

    typealias Read = @Sendable (TrustFolder, UnixTime) throws(TrustError) -> TrustStore

    private let folder: TrustFolder
    private let client: TrustDocumentClient
    private let reader: RevocationListReader
    private let chance: @Sendable () -> Int64
    private let read: Read
    private let make: @Sendable (TrustStore) -> PresentationVerifier
    private let state: Mutex<State>

    /// Reads the trust folder.
    ///
    /// - Parameters:
    ///   - folder: the folder.
    ///   - client: fetches lists.
    ///   - now: the moment of reading.
    ///   - chance: 0 ..< 1000, evenly spread, so that services do not all fetch at once.
    ///   - make: makes a verifier of a store; called again when the store changed.
    /// - Throws: what the folder throws.
    public convenience init(
        folder: TrustFolder, client: TrustDocumentClient, at now: UnixTime,
        chance: @escaping @Sendable () -> Int64 = { Int64.random(in: 0..<1000) },
        make: @escaping @Sendable (TrustStore) -> PresentationVerifier
    ) throws(TrustError) {
        try self.init(
            folder, client, now, chance, { folder, now throws(TrustError) in try folder.store(readAt: now) }, make)
    }

    /// With another way to read the folder: tests have disks that fail once.
    init(
        _ folder: TrustFolder, _ client: TrustDocumentClient, _ now: UnixTime,
        _ chance: @escaping @Sendable () -> Int64, _ read: @escaping Read,
        _ make: @escaping @Sendable (TrustStore) -> PresentationVerifier
    ) throws(TrustError) {
        (self.folder, self.client, self.chance, self.read, self.make) = (folder, client, chance, read, make)
        let seen = folder.version()
        reader = try client.reader(of: folder, entityTags: .told)
        let entries = try folder.lists().map { list in
            Entry(list: list, schedule: TrustRefreshSchedule(list.origin, at: now, chance: chance()))
        }
        let store = try read(folder, now).asking(RevocationPolicy(source: reader))
        state = Mutex(State(store: store, verifier: make(store), entries: entries, seen: seen))
    }

    /// Verifies by the trust of this moment.
    public var verifier: PresentationVerifier { state.withLock { $0.verifier } }

    /// Why the folder cannot be read whole at present; nil where it can.
    public var folderProblem: FolderProblem? { state.withLock { $0.problem } }

    /// The revocation lists that are held beside those that were fetched since.
    var revocationLists: [KeptRevocationList] { reader.held }

    /// The imported lists.
    public var lists: [ListFacts] {
        state.withLock { state in
            state.entries.map { ListFacts(origin: $0.list.origin, failures: $0.schedule.failures) }
        }
    }

    /// Takes over what changed in the folder; else fetches the list that has been due the longest, if one is, and a revocation
    /// list that is about to end.
    ///
    /// One thread calls it; others go on with what is held.
    public func refreshDue(at now: UnixTime) -> Event? {
        if let event = lookAtFolder(at: now) { return event }
        reader.refreshDue(at: now)
        let due = state.withLock { state in
            state.entries.filter { $0.list.settings.url != nil && $0.schedule.due <= now }
                .min { $0.schedule.due < $1.schedule.due }?.list
        }
        guard let due else { return nil }
        let refresher = TrustListRefresher(folder: folder) { [client] url throws(TrustError) in
            try client.list(at: url)
        }
        switch refresher.refresh(due, at: now) {
        case nil: return nil
        case .unchanged:
            record(due, now)
            return nil
        case .kept(let error):
            fail(due, now)
            return .kept(list: due.settings.id, error)
        case .withdrawn:
            return readAgain(after: due, at: now) ?? .withdrawn(list: due.settings.id)
        case .updated(let list):
            return readAgain(after: due, at: now) ?? .updated(list.origin)
        }
    }

    /// Reads the folder when somebody changed it, and now and then when it could not be read whole: a disk that failed once
    /// changes no file.
    private func lookAtFolder(at now: UnixTime) -> Event? {
        let version = folder.version()
        let isDue = state.withLock { $0.seen != version || $0.unread?.retry.isDue(at: now) ?? false }
        guard isDue else { return nil }
        do throws(TrustError) {
            try takeOver(at: now)
            return .folderRead
        } catch {
            let failure = takeAway(from: version, at: now)
            let problem = FolderProblem(error: failure ?? error, hidesNegatives: failure != nil)
            let isTold = state.withLock { state in
                defer { state.problem = problem }
                return state.problem == problem
            }
            return isTold ? nil : .folderKept(problem.error)
        }
    }

    /// Takes away from what is held what the folder takes away, and gives nothing (STA-01).
    ///
    /// - Returns: why some of the blocks and revocations cannot be read.
    private func takeAway(from version: TrustFolder.Version, at now: UnixTime) -> TrustError? {
        let standing = folder.standing()
        let held = reader.held
        // What was fetched is held where it was fetched; each newer one in the folder would come on top of it here.
        let more = standing.revocationLists.filter { $0.uri == nil && !held.contains($0) }
        if !more.isEmpty { reader.hold(held + more) }
        state.withLock { state in
            let before = state.seen == version ? state.unread : nil
            state.seen = version
            state.unread = (
                standing.unread, FolderRetry(after: before?.retry, at: now, hidesNegatives: standing.failure != nil)
            )
            // What was learned of statuses is forgotten with a verifier.
            if let before, before.files == standing.unread, standing.blocks.isSubset(of: state.store.blocks) { return }
            state.store = state.store.limited(to: standing)
            state.verifier = make(state.store)
        }
        return standing.failure
    }

    /// Takes over what the folder holds now.
    private func takeOver(at now: UnixTime) throws(TrustError) {
        // Before anything is read: what changes meanwhile is seen at the next look.
        let version = folder.version()
        let (lists, revocationLists) = (try folder.lists(), try folder.revocationLists())
        let store = try read(folder, now).asking(RevocationPolicy(source: reader))
        let verifier = make(store)
        reader.hold(revocationLists)
        state.withLock { state in
            (state.store, state.verifier, state.seen) = (store, verifier, version)
            (state.problem, state.unread) = (nil, nil)
            state.entries = lists.map { list in
                let known = state.entries.first { $0.list.settings == list.settings }
                guard let known, known.list.origin == list.origin else {
                    return Entry(list: list, schedule: TrustRefreshSchedule(list.origin, at: now, chance: chance()))
                }
                return known
            }
        }
    }

    /// Takes over what the folder holds after a list was due.
    ///
    /// - Returns: why not; nil when it was taken over.
    private func readAgain(after due: TrustList, at now: UnixTime) -> Event? {
        do throws(TrustError) {
            try takeOver(at: now)
            return nil
        } catch {
            fail(due, now)
            return .kept(list: due.settings.id, error)
        }
    }

    private func record(_ list: TrustList, _ now: UnixTime) {
        let chance = chance()
        change(list.settings.id) { entry in
            entry.list = list
            entry.schedule.succeeded(list.origin, at: now, chance: chance)
        }
    }

    private func fail(_ list: TrustList, _ now: UnixTime) {
        let chance = chance()
        change(list.settings.id) { $0.schedule.failed(at: now, chance: chance) }
    }

    private func change(_ id: String, _ body: (inout Entry) -> Void) {
        state.withLock { state in
            guard let index = state.entries.firstIndex(where: { $0.list.settings.id == id }) else { return }
            body(&state.entries[index])
        }
    }
}
