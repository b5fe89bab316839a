import JSON
import Rules
import SDJWTVC
import Synchronization

/// Documents that a test puts there and takes away, and which of them were asked for.
final class TestDocuments: TypeMetadataSource {
    let held = Mutex<[String: JSONValue]>([:])
    let asked = Mutex<[String]>([])

    func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        asked.withLock { $0.append(type) }
        guard let document = held.withLock({ $0[type] }) else { throw .unavailable(type: type, why: "test") }
        return document.serialized()
    }

    func set(_ documents: [String: JSONValue]) { held.withLock { $0 = documents } }
}
