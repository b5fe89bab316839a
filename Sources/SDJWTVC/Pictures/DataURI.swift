import Bytes

/// Binary data that stands in its own address, such as a portrait or a small picture.
///
/// ```
/// data:image/svg+xml;base64,PHN2ZyB4bWxucz0i…
///      media type    coding content
/// ```
///
/// Only kinds of pictures that a program asks for are read, and only up to a size. Source: RFC 2397, SD-JWT VC §3.2.2
/// (VC-08).
public struct DataURI: Sendable, Hashable {
    /// The media type in small letters, without parameters.
    public let mediaType: String
    /// The content.
    public let bytes: [UInt8]

    /// Pixel pictures, which cannot refer to anything.
    public static let pixelPictures = ["image/png", "image/jpeg"]
    /// The picture that is filled with claims.
    public static let vectorPictures = ["image/svg+xml"]

    /// Reads an address.
    ///
    /// - Parameters:
    ///   - text: the address, unchecked.
    ///   - types: the media types that will do.
    ///   - limitBytes: the most bytes of content.
    /// - Throws: `template` with `data` or `tooLarge`.
    public init(parsing text: String, allowing types: [String], limitBytes: Int) throws(TypeMetadataError) {
        guard text.utf8.count <= limitBytes / 3 * 4 + 256 || !text.contains(";base64,") else {
            throw .template(.tooLarge(limit: limitBytes))
        }
        guard let comma = text.firstIndex(of: ","), text.prefix(5).lowercased() == "data:" else {
            throw .template(.data)
        }
        var parameters = text[text.index(text.startIndex, offsetBy: 5)..<comma].split(
            separator: ";", omittingEmptySubsequences: false)
        mediaType = parameters.removeFirst().lowercased()
        guard types.contains(mediaType) else { throw .template(.data) }
        let content = text[text.index(after: comma)...]
        let decoded: [UInt8]?
        if parameters.last?.lowercased() == "base64" {
            decoded = try? Base64.decode(String(content))
        } else {
            decoded = Self.percentDecoded(content)
        }
        guard let decoded else { throw .template(.data) }
        guard decoded.count <= limitBytes else { throw .template(.tooLarge(limit: limitBytes)) }
        bytes = decoded
    }

    private static func percentDecoded(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
