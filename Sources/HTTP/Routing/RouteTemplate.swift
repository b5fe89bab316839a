/// The path of a route: fixed segments and placeholders in braces, such as `/v1/requests/{id}`.
///
/// Segments are split before they are decoded, so
/// that an encoded slash stays in its segment.
public struct RouteTemplate: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    enum Segment: Hashable {
        case fixed(String)
        case placeholder(String)
    }

    /// The template as written; logs show it instead of the path.
    public let description: String
    let segments: [Segment]

    /// Names a path in code.
    public init(stringLiteral value: String) { self.init(value) }

    /// Names a path that is put together, as under a configured prefix.
    public init(_ text: String) {
        description = text
        segments = Self.split(text).map { piece in
            piece.hasPrefix("{") && piece.hasSuffix("}")
                ? .placeholder(String(piece.dropFirst().dropLast())) : .fixed(piece)
        }
    }

    /// The values of the placeholders, nil when the path is another one.
    func parameters(of pieces: [String]) -> [String: String]? {
        guard pieces.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (piece, segment) in zip(pieces, segments) {
            switch segment {
            case .fixed(let text):
                guard ASCII.isSame(text, piece) else { return nil }
            case .placeholder(let name):
                guard let value = Self.decoded(piece), !value.isEmpty else { return nil }
                parameters[name] = value
            }
        }
        return parameters
    }

    /// The pieces between slashes; `/a/` has an empty last piece and so differs from `/a`.
    static func split(_ path: String) -> [String] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }

    private static func decoded(_ piece: String) -> String? {
        guard let bytes = try? PercentEncoding.decoded(piece.utf8, plusIsSpace: false),
            !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
