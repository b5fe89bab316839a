/// What stands in a folder, each file read for itself.
///
/// A folder gives trust when it is read whole, for an entry that cannot be read may be what takes trust away. What takes it away
/// is final at once all the same, whatever else is broken: `TrustStore.limited(to:)`. Source: STA-01, TRU-04.
extension TrustFolder {
    /// The files, as far as they can be read.
    public struct Standing: Sendable {
        /// What the files of entries and imported lists say that can be read.
        public internal(set) var entries: [TrustEntry] = []
        /// The other ones, as `TrustEntry.source` names them; nil where not even the names can be read, so that nothing is known
        /// to be gone.
        public internal(set) var unread: Set<String>?
        /// What is never trusted; empty where the block list cannot be read.
        public internal(set) var blocks: Set<TrustBlock> = []
        /// The revocation lists that can be read; the signature of none was checked.
        public internal(set) var revocationLists: [KeptRevocationList] = []
        /// Why not all blocks and revocation lists are there; nil where they are.
        public internal(set) var failure: TrustError?
    }

    /// Reads each file for itself.
    public func standing() -> Standing {
        var standing = Standing()
        do throws(TrustError) { standing.blocks = try blocks() } catch { standing.failure = error }
        do throws(TrustError) {
            for name in try revocationListNames() {
                do throws(TrustError) {
                    if let list = try revocationList(named: name) { standing.revocationLists.append(list) }
                } catch { standing.failure = standing.failure ?? error }
            }
        } catch { standing.failure = standing.failure ?? error }
        guard let names = try? entryNames(), let listIDs = try? listIDs() else { return standing }
        var unread: Set<String> = []
        for name in names {
            do throws(TrustError) { standing.entries.append(try entry(in: name)) } catch {
                unread.insert("\(path)/\(name)")
            }
        }
        for id in listIDs {
            do throws(TrustError) { standing.entries += try readList(id).entries } catch {
                unread.insert("\(path)/\(Self.listFile(id))")
            }
        }
        standing.unread = unread
        return standing
    }
}
