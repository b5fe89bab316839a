/// Reads the part of XML that pictures need, once, from front to back.
struct SVGReader {
    private let octets: [UInt8]
    private var position = 0
    private var pieces: [SVGTemplate.Piece] = []
    private var kept: [UInt8] = []
    private var open: [String] = []
    private var hasRoot = false

    private static let deepest = 64

    init(_ octets: [UInt8]) { self.octets = octets }

    /// - Throws: what is wrong, with its place.
    mutating func read() throws(SVGRefusal) -> [SVGTemplate.Piece] {
        _ = skip("\u{FEFF}")
        // What is written is UTF-8, which needs no declaration.
        if skip("<?xml ") { try skipThrough("?>") }
        while position < octets.count {
            if skip("<!--") {
                let comment = try skipThrough("-->")
                guard !comment.contains("{{") else { throw SVGRefusal(fault: .placeholderOutsideText) }
                // A style is read without what stands between its texts, which could so spell what each does not.
                guard open.last != "style" else { throw SVGRefusal(fault: .reference("style")) }
                // An empty one stays, so that the texts on both sides of it do not become one.
                kept += Array("<!-- -->".utf8)
            } else if next(is: "<!") || next(is: "<?") {
                throw SVGRefusal(fault: .declaration)
            } else if skip("</") {
                try endTag()
            } else if skip("<") {
                try startTag()
            } else {
                try text()
            }
        }
        guard hasRoot, open.isEmpty else { throw malformed }
        keep()
        return pieces
    }

    private mutating func startTag() throws(SVGRefusal) {
        let name = try self.name()
        if open.isEmpty {
            guard !hasRoot else { throw malformed }
            guard name == "svg" else { throw SVGRefusal(fault: .notSVG) }
        }
        guard SVGRules.elements.contains(name) else { throw SVGRefusal(fault: .element(name)) }
        guard open.last != "style" else { throw SVGRefusal(fault: .reference("style")) }
        guard open.count < Self.deepest else { throw malformed }
        kept += Array("<\(name)".utf8)
        var names: Set<String> = []
        while true {
            let hadSpace = skipSpace()
            if skip("/>") {
                kept += Array("/>".utf8)
                break
            }
            if skip(">") {
                kept += Array(">".utf8)
                open.append(name)
                break
            }
            guard hadSpace else { throw malformed }
            let (attribute, value) = try self.attribute()
            guard names.insert(attribute).inserted else { throw malformed }
            try SVGRules.check(attribute: attribute, value, of: name)
            kept += Array(" \(attribute)=\"\(value.replacing("\"", with: "&quot;"))\"".utf8)
        }
        guard hasRoot || names.contains("xmlns") else { throw SVGRefusal(fault: .notSVG) }
        hasRoot = true
    }

    private mutating func endTag() throws(SVGRefusal) {
        let name = try self.name()
        _ = skipSpace()
        guard skip(">"), open.popLast() == name else { throw malformed }
        kept += Array("</\(name)>".utf8)
    }

    private mutating func attribute() throws(SVGRefusal) -> (name: String, value: String) {
        let name = try self.name()
        _ = skipSpace()
        guard skip("=") else { throw malformed }
        _ = skipSpace()
        let quote = skip("\"") ? "\"" : skip("'") ? "'" : ""
        guard !quote.isEmpty else { throw malformed }
        let value = try skipThrough(quote)
        guard !value.contains("{{") else { throw SVGRefusal(fault: .placeholderOutsideText) }
        // Characters written as numbers could spell what is looked for; nothing that draws needs them here.
        guard !value.contains("<"), hasOnlyNamedEntities(value) else { throw SVGRefusal(fault: .attribute(name)) }
        return (name, value)
    }

    private mutating func text() throws(SVGRefusal) {
        let start = position
        while position < octets.count, octets[position] != 0x3C { position += 1 }
        let text = String(decoding: octets[start..<position], as: UTF8.self)
        guard !open.isEmpty else {
            guard text.utf8.allSatisfy(Self.isSpace) else { throw malformed }
            return
        }
        guard hasOnlyEntities(text) else { throw SVGRefusal(fault: .declaration) }
        if open.contains("style") {
            guard !text.contains("{{") else { throw SVGRefusal(fault: .placeholderOutsideText) }
            guard !text.contains("&"), SVGRules.isHarmless(style: text) else {
                throw SVGRefusal(fault: .reference("style"))
            }
        }
        var rest = text[...]
        while let begin = rest.firstRange(of: "{{") {
            kept += Array(rest[..<begin.lowerBound].utf8)
            let inner = rest[begin.upperBound...]
            let end = inner.firstRange(of: "}}")
            let name = String(inner[..<(end?.lowerBound ?? inner.endIndex)])
            guard let end, TypeClaim.isTemplateName(name) else { throw SVGRefusal(fault: .unknownPlaceholder(name)) }
            keep()
            pieces.append(.placeholder(name))
            rest = inner[end.upperBound...]
        }
        kept += Array(rest.utf8)
    }

    private mutating func keep() {
        if !kept.isEmpty { pieces.append(.octets(kept)) }
        kept = []
    }

    private var malformed: SVGRefusal { SVGRefusal(fault: .malformed(offset: position)) }

    private func next(is text: String) -> Bool { octets[position...].starts(with: text.utf8) }

    private mutating func skip(_ text: String) -> Bool {
        guard next(is: text) else { return false }
        position += text.utf8.count
        return true
    }

    /// Moves behind a text, and gives what stood before it.
    @discardableResult
    private mutating func skipThrough(_ text: String) throws(SVGRefusal) -> String {
        let start = position
        while position < octets.count {
            let end = position
            if skip(text) { return String(decoding: octets[start..<end], as: UTF8.self) }
            position += 1
        }
        throw malformed
    }

    private mutating func skipSpace() -> Bool {
        let start = position
        while position < octets.count, Self.isSpace(octets[position]) { position += 1 }
        return position > start
    }

    private mutating func name() throws(SVGRefusal) -> String {
        let start = position
        while position < octets.count, Self.isNamePart(octets[position]) { position += 1 }
        guard position > start, position - start <= 64 else { throw malformed }
        return String(decoding: octets[start..<position], as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x09, 0x0A, 0x0D, 0x20].contains(byte) }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }

    private func hasOnlyNamedEntities(_ text: String) -> Bool {
        text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
            ["amp;", "lt;", "gt;", "quot;", "apos;"].contains { part.hasPrefix($0) }
        }
    }

    /// The five names of XML, and characters by their numbers.
    private func hasOnlyEntities(_ text: String) -> Bool {
        text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
            if ["amp;", "lt;", "gt;", "quot;", "apos;"].contains(where: { part.hasPrefix($0) }) { return true }
            guard part.first == "#", let end = part.firstIndex(of: ";") else { return false }
            let digits = part[part.index(after: part.startIndex)..<end]
            return digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) != nil : UInt32(digits) != nil
        }
    }
}
