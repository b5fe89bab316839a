public import CredentialModel
import JSON

/// Colours and pictures of a card.
///
/// Source: SD-JWT VC §8.1.1 (VC-55).
public struct SimpleRendering: Sendable, Hashable {
    /// A picture that is named and not yet fetched.
    public struct Picture: Sendable, Hashable {
        /// Where it is: `https:` or `data:`.
        public let uri: String
        /// The hashes that its octets must have.
        public let integrity: SubresourceIntegrity?
        /// What it shows, for those who do not see it.
        public let alternativeText: DisplayText?
    }

    /// The logo.
    public let logo: Picture?
    /// What stands behind the text.
    public let backgroundImage: Picture?
    /// A colour such as `#003E7E`.
    public let backgroundColor: String?
    /// A colour such as `#FFFFFF`.
    public let textColor: String?

    init(_ value: JSONValue, _ reader: TypeMetadataReader) throws(TypeMetadataError) {
        let object = try reader.object(value)
        logo = try Self.picture(object, "logo", reader)
        backgroundImage = try Self.picture(object, "background_image", reader)
        backgroundColor = try Self.color(object, "background_color", reader)
        textColor = try Self.color(object, "text_color", reader)
    }

    private static func picture(
        _ object: JSONObject, _ name: String, _ reader: TypeMetadataReader
    ) throws(TypeMetadataError) -> Picture? {
        guard let value = object[name] else { return nil }
        let reader = reader.inside(name)
        let members = try reader.object(value)
        return Picture(
            uri: try PictureAddress.read(members, reader), integrity: try reader.integrity(members, "uri#integrity"),
            alternativeText: try reader.text(members, "alt_text", limit: 256))
    }

    /// Colours are text that ends up in style sheets, so that only the characters of colours pass.
    private static func color(
        _ object: JSONObject, _ name: String, _ reader: TypeMetadataReader
    ) throws(TypeMetadataError) -> String? {
        guard let text = try reader.string(object, name) else { return nil }
        let isColor =
            (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x23, 0x25, 0x28, 0x29, 0x2C, 0x2E, 0x2F: true
                default: false
                }
            }
        guard isColor else { throw reader.malformed(name, "is no colour") }
        return text
    }
}

/// The address of a picture: it is fetched over TLS, or stands in the document (VC-55, VC-08).
enum PictureAddress {
    static func read(_ object: JSONObject, _ reader: TypeMetadataReader) throws(TypeMetadataError) -> String {
        let uri = try reader.required(object, "uri")
        let scheme = uri.prefix { $0 != ":" }.lowercased()
        guard ["https", "data"].contains(scheme), uri.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw reader.malformed("uri", "is no https or data address")
        }
        return uri
    }
}
