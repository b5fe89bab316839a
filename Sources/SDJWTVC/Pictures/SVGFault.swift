/// Why a picture that is filled with claims is not shown.
public enum SVGFault: Sendable, Hashable {
    /// Its octets are not those of the stated hash.
    case integrity
    /// It could not be had.
    case unavailable(why: String)
    /// More bytes than are read.
    case tooLarge(limit: Int)
    /// Not UTF-8, or no well-formed XML as far as this program reads it; the byte where reading ended.
    case malformed(offset: Int)
    /// Its outermost element is no `svg`.
    case notSVG
    /// A document type, an entity, a processing instruction or a CDATA section.
    case declaration
    /// An element that is not among those that only draw.
    case element(String)
    /// An attribute that runs something.
    case attribute(String)
    /// An attribute or a style that refers to something outside of the picture.
    case reference(String)
    /// A placeholder that stands elsewhere than in text.
    case placeholderOutsideText
    /// A placeholder for a claim that the type does not describe.
    case unknownPlaceholder(String)
    /// The address is no data of a kind that is shown.
    case data

    var phrase: String {
        switch self {
        case .integrity: "it has another hash than was stated"
        case .unavailable(let why): "it could not be had: \(why)"
        case .tooLarge(let limit): "it has more than \(limit) bytes"
        case .malformed(let offset): "it is no well-formed XML at byte \(offset)"
        case .notSVG: "it is no SVG"
        case .declaration: "it has a document type, an entity, a processing instruction or CDATA"
        case .element(let name): "it has the element '\(name.prefix(64))'"
        case .attribute(let name): "it has the attribute '\(name.prefix(64))'"
        case .reference(let name): "its '\(name.prefix(64))' refers to something outside of it"
        case .placeholderOutsideText: "a placeholder stands outside of text"
        case .unknownPlaceholder(let name): "the type has no claim with the svg_id '\(name.prefix(64))'"
        case .data: "its address holds no picture of a known kind"
        }
    }
}
