public import Cryptography
import Files
import JOSE
import JSON
public import Rules

/// A file that remembers the newest snapshot of each signer, so that nobody can bring an older one back: it would not know
/// whom the verifier has stopped to trust, nor what was revoked since.
///
/// ```json
/// {"version": 1, "newest": {"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs": "2026-11-24T10:00:00Z"}}
/// ```
///
/// Beside it lies an empty `….lock`: of two checks at the same time, one waits for the other.
/// Source: STA-07.
public struct NewestSnapshot: Sendable {
    /// A clock that is ahead could have made a snapshot that shuts all later ones out; such a one is not remembered.
    private static let skewSeconds: Int64 = 300
    private static let limitBytes = 64 << 10

    private enum Member {
        static let version = "version"
        static let newest = "newest"
    }

    private let path: String

    /// Names the file; it is made with the first snapshot.
    public init(path: String) { self.path = path }

    /// Notes that a snapshot is used.
    ///
    /// - Parameters:
    ///   - snapshot: the snapshot, whose signature held.
    ///   - key: the key that signed it.
    ///   - now: this moment.
    /// - Throws: `snapshotOlder` for one that is older than another of the same signer; `badNewestFile`, `files` when that
    ///   cannot be told.
    public func note(_ snapshot: TrustSnapshot, signedBy key: PublicKey, at now: UnixTime) throws(VerifierKitError) {
        try Files.locking("\(path).lock", failure: VerifierKitError.files) { () throws(VerifierKitError) in
            try noteAlone(snapshot, signedBy: key, at: now)
        }
    }

    /// Reads, compares and writes; without the lock, a check that read before another wrote would put an older time back.
    private func noteAlone(
        _ snapshot: TrustSnapshot, signedBy key: PublicKey, at now: UnixTime
    ) throws(VerifierKitError) {
        var newest = try read()
        let signer = JWK(publicKey: key).thumbprintText
        if let known = newest[signer] {
            guard let known = known.string.flatMap(UnixTime.init(rfc3339:)) else { throw .badNewestFile(path: path) }
            guard known <= snapshot.created else { throw .snapshotOlder(created: snapshot.created, newest: known) }
            if known == snapshot.created { return }
        }
        guard snapshot.created <= now + Self.skewSeconds else { return }
        newest[signer] = .string(snapshot.created.description)
        let json: JSONValue = [Member.version: 1, Member.newest: .object(newest)]
        do throws(FilesError) {
            try Files.write(json.serialized(), to: path, for: .owner, existing: .replace)
        } catch { throw .files(error) }
    }

    private func read() throws(VerifierKitError) -> JSONObject {
        let bytes: [UInt8]
        do throws(FilesError) { bytes = try Files.read(path, limitBytes: Self.limitBytes) } catch {
            if case .notFound = error { return [:] }
            throw .files(error)
        }
        guard let json = try? JSONValue(parsing: bytes), json[Member.version] == 1,
            let newest = json[Member.newest]?.object
        else { throw .badNewestFile(path: path) }
        return newest
    }
}
