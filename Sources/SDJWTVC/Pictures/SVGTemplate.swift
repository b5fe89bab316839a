import CredentialModel

/// A picture with places for claims, checked to do nothing but draw.
///
/// ```swift
/// let template = try SVGTemplate(parsing: octets)   // <svg …><text>{{town}}</text></svg>
/// let picture = template.filled { name in values[name] ?? "" }
/// ```
///
/// It is read by a list of what may be in it, not of what may not: elements that draw, attributes that run nothing, and
/// references inside of the picture alone. Comments are written without their words. Source: SD-JWT VC §8.1.2 (VC-62).
public struct SVGTemplate: Sendable, Hashable {
    /// The most bytes that are read.
    public static let limitBytes = 256 << 10

    enum Piece: Sendable, Hashable {
        case octets([UInt8])
        case placeholder(String)
    }

    private let pieces: [Piece]

    /// Reads a picture that came from outside.
    ///
    /// - Throws: `template`.
    public init(parsing octets: [UInt8]) throws(TypeMetadataError) {
        guard octets.count <= Self.limitBytes else { throw .template(.tooLarge(limit: Self.limitBytes)) }
        guard String(validating: octets, as: UTF8.self) != nil else { throw .template(.malformed(offset: 0)) }
        var reader = SVGReader(octets)
        do throws(SVGRefusal) { pieces = try reader.read() } catch { throw .template(error.fault) }
    }

    /// The names of the claims that it shows, each as often as it stands there.
    public var names: [String] {
        pieces.compactMap { piece in
            guard case .placeholder(let name) = piece else { return nil }
            return name
        }
    }

    /// The picture with the values in their places: cleaned, cut and escaped, so that they stay text (VC-62, VC-63).
    ///
    /// - Parameter value: what to write for a name.
    public func filled(_ value: (String) -> String) -> [UInt8] {
        var octets: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .octets(let part): octets += part
            case .placeholder(let name):
                for byte in DisplayText(value(name), limit: 1024).description.utf8 {
                    if let escape = Self.escape(byte) { octets += escape } else { octets.append(byte) }
                }
            }
        }
        return octets
    }

    private static func escape(_ byte: UInt8) -> [UInt8]? {
        switch byte {
        case 0x26: Array("&amp;".utf8)
        case 0x3C: Array("&lt;".utf8)
        case 0x3E: Array("&gt;".utf8)
        case 0x22: Array("&quot;".utf8)
        case 0x27: Array("&apos;".utf8)
        // A value must not become a placeholder for a program that fills the picture again.
        case 0x7B: Array("&#123;".utf8)
        default: nil
        }
    }
}

/// Carries a fault out of the reader.
struct SVGRefusal: Error {
    let fault: SVGFault
}
