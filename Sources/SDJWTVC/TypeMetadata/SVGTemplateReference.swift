import JSON

/// A picture that is filled with claims, as the metadata names it; not yet fetched.
///
/// Source: SD-JWT VC §8.1.2 (VC-55).
public struct SVGTemplateReference: Sendable, Hashable {
    /// Where it is: `https:` or `data:`.
    public let uri: String
    /// The hashes that its octets must have.
    public let integrity: SubresourceIntegrity?
    /// `portrait` or `landscape`.
    public let orientation: String?
    /// `light` or `dark`.
    public let colorScheme: String?
    /// `normal` or `high`.
    public let contrast: String?

    /// Whether the document says what the picture is for.
    var hasProperties: Bool { orientation != nil || colorScheme != nil || contrast != nil }

    init(_ value: JSONValue, _ reader: TypeMetadataReader) throws(TypeMetadataError) {
        let object = try reader.object(value)
        uri = try PictureAddress.read(object, reader)
        integrity = try reader.integrity(object, "uri#integrity")
        guard let value = object["properties"] else {
            (orientation, colorScheme, contrast) = (nil, nil, nil)
            return
        }
        let inner = reader.inside("properties")
        let properties = try inner.object(value)
        func property(_ name: String, _ known: [String]) throws(TypeMetadataError) -> String? {
            guard let word = try inner.string(properties, name) else { return nil }
            guard known.contains(word) else { throw inner.malformed(name, "is no \(known.joined(separator: " or "))") }
            return word
        }
        orientation = try property("orientation", ["portrait", "landscape"])
        colorScheme = try property("color_scheme", ["light", "dark"])
        contrast = try property("contrast", ["normal", "high"])
        guard hasProperties else { throw reader.malformed("properties", "has none of its members") }
    }
}
