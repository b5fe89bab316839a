import Bytes
import FoundationEssentials
import JSON
import TestSupport

/// Everything that stands in the vectors: whole files, each text in them, and what the texts decode to.
enum Corpus {
    static let inputs: [[UInt8]] = {
        var found: Set<[UInt8]> = []
        let root = repositoryPath("vectors")
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        for name in names.sorted() where name.hasSuffix(".json") && !name.hasPrefix("wycheproof") {
            guard let bytes = try? repositoryFile("vectors/\(name)"), let json = try? JSONValue(parsing: bytes) else {
                continue
            }
            if bytes.count <= longest { found.insert(bytes) }
            collect(json, depth: 0, into: &found)
        }
        return found.sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count }
    }()

    /// About four thousand of them, others for each offset, so that the run stays short when the vectors grow.
    static func inputs(offset: Int) -> [[UInt8]] {
        let step = max(1, inputs.count / 4000)
        return stride(from: offset % step, to: inputs.count, by: step).map { inputs[$0] }
    }

    private static let longest = 16_384

    private static func collect(_ value: JSONValue, depth: Int, into found: inout Set<[UInt8]>) {
        switch value {
        case .string(let text):
            guard text.utf8.count <= longest else { return }
            found.insert(Array(text.utf8))
            if let bytes = try? Hex.decode(text), !bytes.isEmpty { found.insert(bytes) }
            if let bytes = try? Base64URL.decode(text), bytes.count > 3 { found.insert(bytes) }
        case .array(let elements):
            add(value, depth, &found)
            for element in elements { collect(element, depth: depth + 1, into: &found) }
        case .object(let object):
            add(value, depth, &found)
            for member in object.members { collect(member.value, depth: depth + 1, into: &found) }
        case .null, .bool, .number: break
        }
    }

    /// A part of a file is an input of its own: a query, a key, a claim set.
    private static func add(_ value: JSONValue, _ depth: Int, _ found: inout Set<[UInt8]>) {
        let bytes = value.serialized()
        if depth > 1, bytes.count <= longest { found.insert(bytes) }
    }
}
