import Bytes
import Rules
import SDJWTVC

/// The documents of a snapshot: one whose hash is stated is good for ever, any other until it is too old.
///
/// Source: VC-53, STA-01.
struct SnapshotTypeMetadata: TypeMetadataSource {
    let documents: [TrustSnapshot.Document]
    /// The moment of the check; an older one makes no document fresher.
    let moment: UnixTime

    func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        let found = documents.filter { haveSameBytes($0.type, type) }
        if let integrity, let fitting = found.first(where: { integrity.fits($0.bytes) }) { return fitting.bytes }
        if let document = found.first(where: { max(time, moment) <= $0.times.usableUntil }) { return document.bytes }
        throw .unavailable(
            type: type,
            why: found.isEmpty ? "the snapshot does not describe it" : "its description in the snapshot is too old")
    }
}
