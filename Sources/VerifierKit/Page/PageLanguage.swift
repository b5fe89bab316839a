public import HTTP

/// A language in which the page for the person's browser speaks.
public enum PageLanguage: String, Sendable, Hashable, CaseIterable {
    /// English, when none of the others is asked for.
    case english = "en"
    /// French.
    case french = "fr"
    /// Arabic, written from right to left.
    case arabic = "ar"

    /// Entries of `Accept-Language` that are looked at (SEC-03).
    private static let limitEntries = 16

    /// `ltr` or `rtl`, as HTML wants it.
    public var direction: String { self == .arabic ? "rtl" : "ltr" }

    /// Its own name for itself.
    public var name: String {
        switch self {
        case .english: "English"
        case .french: "Français"
        case .arabic: "العربية"
        }
    }

    /// What the person chose with `?lang=`, or else what the browser prefers.
    public init(of request: HTTPRequest) {
        let chosen = request.query.first { $0.name == "lang" }.flatMap { PageLanguage(rawValue: $0.value) }
        self = chosen ?? Self.preferred(by: request.headers.values("Accept-Language").joined(separator: ","))
    }

    /// The best language by an `Accept-Language` (RFC 9110 §12.5.4); of equal ones the first.
    static func preferred(by header: String) -> PageLanguage {
        var best: (language: PageLanguage, weight: Int)?
        for entry in header.utf8.split(separator: UInt8(ascii: ",")).prefix(limitEntries) {
            let parts = entry.split(separator: UInt8(ascii: ";")).map { part in
                String(decoding: part.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self).lowercased()
            }
            guard let tag = parts.first, let weight = weight(of: parts.dropFirst()), weight > best?.weight ?? 0
            else { continue }
            let primary = tag.split(separator: "-").first.map(String.init) ?? ""
            guard let language = tag == "*" ? .english : PageLanguage(rawValue: primary) else { continue }
            best = (language, weight)
        }
        return best?.language ?? .english
    }

    /// Thousandths; nil for what is no weight.
    private static func weight(of parameters: ArraySlice<String>) -> Int? {
        guard let text = parameters.first(where: { $0.hasPrefix("q=") })?.dropFirst(2) else { return 1000 }
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = pieces.first, let whole = Int(first), (0...1).contains(whole), pieces.count <= 2 else {
            return nil
        }
        let digits = pieces.count == 2 ? pieces[1] : ""
        guard digits.utf8.count <= 3, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let fraction = Int(digits + String(repeating: "0", count: 3 - digits.utf8.count)) ?? 0
        return min(1000, whole * 1000 + fraction)
    }
}
