public import CredentialModel
import JSON

/// What credentials of a type are called in one language, and how they look.
///
/// Source: SD-JWT VC §8 (VC-55).
public struct TypeDisplay: Sendable, Hashable {
    /// Name and description.
    public let names: LocalizedDisplay
    /// Colours and pictures for programs that draw a card; nil when the document has none.
    public let simple: SimpleRendering?
    /// Pictures that are filled with claims, in the order of the document.
    public let templates: [SVGTemplateReference]

    init(_ value: JSONValue, _ reader: TypeMetadataReader) throws(TypeMetadataError) {
        let object = try reader.object(value)
        names = try reader.localized(object, "name")
        guard let rendering = object["rendering"] else {
            (simple, templates) = (nil, [])
            return
        }
        let inner = reader.inside("rendering")
        let members = try inner.object(rendering)
        simple = try members["simple"].map { (value) throws(TypeMetadataError) in
            try SimpleRendering(value, inner.inside("simple"))
        }
        var templates: [SVGTemplateReference] = []
        let entries = try inner.array(members, "svg_templates", limit: reader.limits.templates) ?? []
        for (position, entry) in entries.enumerated() {
            let template = try SVGTemplateReference(entry, inner.inside("svg_templates[\(position)]"))
            guard template.hasProperties || entries.count == 1 else {
                throw inner.inside("svg_templates[\(position)]").malformed("properties", "is missing")
            }
            templates.append(template)
        }
        self.templates = templates
    }
}
