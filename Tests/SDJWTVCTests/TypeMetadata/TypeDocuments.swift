import Bytes
import JSON
import Rules
import SDJWTVC
import TestSupport

/// A network of documents: type → document, and a count of how often somebody looked.
struct TypeDocuments: TypeMetadataSource {
    let documents: [(type: String, bytes: [UInt8])]
    let asked = Counter()

    init(_ documents: KeyValuePairs<String, JSONValue>) {
        self.documents = documents.map { ($0.key, $0.value.serialized()) }
    }

    init(list documents: [(String, JSONValue)]) { self.documents = documents.map { ($0.0, $0.1.serialized()) } }

    func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        asked.increment()
        guard let found = documents.first(where: { haveSameBytes($0.type, type) }) else {
            throw .unavailable(type: type, why: "test")
        }
        return found.bytes
    }

    /// A type with these claims.
    static func document(_ type: String, _ claims: JSONValue = [], more: JSONObject = [:]) -> JSONValue {
        var object: JSONObject = ["vct": .string(type), "claims": claims]
        for (name, value) in more { object[name] = value }
        return .object(object)
    }

    func resolved(
        _ type: String, integrity: SubresourceIntegrity? = nil, limits: TypeMetadataLimits = .default
    ) throws(TypeMetadataError) -> ResolvedTypeMetadata {
        try TypeMetadataResolver(source: self, limits: limits).resolved(type, integrity: integrity, at: TestPost.time)
    }
}

/// The code and the rule of what a body throws; nil when it throws nothing.
func refused(_ body: () throws(TypeMetadataError) -> Void) -> String? {
    do throws(TypeMetadataError) {
        try body()
        return nil
    } catch { return "\(error.refusal.rule) \(error.refusal.code)" }
}
