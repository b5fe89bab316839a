import Bytes

/// What may be in a picture: the elements that draw, and attributes that neither run nor fetch anything (VC-62).
///
/// `use` is not among them, since some that repeat each other make a picture of any size; nor is anything that animates,
/// which could change an attribute after it was checked.
enum SVGRules {
    static let elements: Set<String> = [
        "svg", "g", "defs", "title", "desc", "metadata", "style", "text", "tspan", "rect", "circle", "ellipse", "line",
        "polyline", "polygon", "path", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "image",
    ]

    private static let namespaces = [
        "xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink",
    ]
    private static let prefixed = ["xlink:href", "xml:space", "xml:lang", "xmlns", "xmlns:xlink"]
    private static let words = [
        "\\", "@import", "@font-face", "@namespace", "@charset", "image-set(", "image(", "src(", "element(",
        "expression(",
        "javascript:", "-moz-binding", "behavior",
    ]

    static func check(attribute name: String, _ value: String, of element: String) throws(SVGRefusal) {
        if let namespace = namespaces[name] {
            guard haveSameBytes(value, namespace) else { throw SVGRefusal(fault: .attribute(name)) }
            return
        }
        let small = name.lowercased()
        guard !small.hasPrefix("on"), !name.contains(":") || prefixed.contains(name) else {
            throw SVGRefusal(fault: .attribute(name))
        }
        guard !["src", "data", "action", "formaction", "ping", "base", "srcset"].contains(small) else {
            throw SVGRefusal(fault: .reference(name))
        }
        if small == "href" || small == "xlink:href" {
            guard isInside(value) || element == "image" && isPixelPicture(value) else {
                throw SVGRefusal(fault: .reference(name))
            }
            return
        }
        guard isHarmless(style: value) else { throw SVGRefusal(fault: .reference(name)) }
    }

    /// Whether a style, or the value of an attribute that may be one, stays inside of the picture.
    static func isHarmless(style text: String) -> Bool {
        let small = text.lowercased()
        guard !words.contains(where: { small.contains($0) }) else { return false }
        var rest = small[...]
        while let found = rest.firstRange(of: "url(") {
            rest = rest[found.upperBound...].drop { $0 == " " || $0 == "\"" || $0 == "'" }
            guard rest.first == "#" else { return false }
        }
        return true
    }

    private static func isInside(_ value: String) -> Bool { value.utf8.first == 0x23 }

    private static func isPixelPicture(_ value: String) -> Bool {
        (try? DataURI(parsing: value, allowing: DataURI.pixelPictures, limitBytes: SVGTemplate.limitBytes)) != nil
    }
}
