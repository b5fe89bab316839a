import Bytes
public import Files
import JSON
public import Rules

/// The documents of a folder, such as those that come with the program: files `*.json`, found by their `vct`.
///
/// They work without a network, and no request tells anybody who looks. Source: TMETA-04, VC-53.
public struct TypeMetadataFolder: TypeMetadataSource {
    /// The most files that are read.
    public static let limitFiles = 256

    /// The documents and the types that they are about.
    public let documents: [(type: String, bytes: [UInt8])]

    /// Reads a folder; files that are no type metadata are left out.
    ///
    /// - Throws: the errors of reading.
    public init(path: String, limits: TypeMetadataLimits = .default) throws(FilesError) {
        var documents: [(type: String, bytes: [UInt8])] = []
        for name in try Files.names(in: path) where name.hasSuffix(".json") {
            guard documents.count < Self.limitFiles else { break }
            let bytes = try Files.read("\(path)/\(name)", limitBytes: limits.bytes)
            guard let type = (try? JSONValue(parsing: bytes, limits: limits.json))?["vct"]?.string else { continue }
            documents.append((type, bytes))
        }
        self.documents = documents
    }

    /// Takes documents that are already read.
    public init(documents: [(type: String, bytes: [UInt8])]) { self.documents = documents }

    /// The document about a type: the one with the stated hash, else the first.
    public func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        let found = documents.filter { haveSameBytes($0.type, type) }.map(\.bytes)
        let fitting = integrity.flatMap { integrity in found.first { integrity.fits($0) } }
        guard let document = fitting ?? found.first else {
            throw .unavailable(type: type, why: "none is among those that came with the program")
        }
        return document
    }
}
