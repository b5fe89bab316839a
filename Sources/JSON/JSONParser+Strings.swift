import Bytes

extension JSONParser {
    mutating func string(_ text: Span<UInt8>) throws(JSONError) -> String {
        let start = position + 1
        // A place of its own for the loop: a member of the parser would be written back at each step.
        var index = text.firstBesidesPlainASCII(from: start)
        var all: UInt8 = 0
        while index < text.count {
            let byte = text[index]
            if byte == 0x22 {
                let content = text.extracting(start..<index)
                position = index + 1
                guard content.count <= limits.stringBytes else {
                    throw .stringTooLong(limitBytes: limits.stringBytes, offset: start - 1)
                }
                return all < 0x80 ? String(ascii: content) : try self.text(content, offset: start)
            }
            all |= byte
            if byte == 0x5C {
                position = index
                return try escapedString(text, from: start)
            }
            guard byte >= 0x20 else { throw .controlCharacter(offset: index) }
            index += 1
        }
        throw .unexpectedEnd(expected: "the closing quote of a string", offset: index)
    }

    /// Reads on after the first backslash of a string.
    private mutating func escapedString(_ text: Span<UInt8>, from start: Int) throws(JSONError) -> String {
        var content: [UInt8] = []
        content.reserveCapacity(position - start + 32)
        var plain = start
        while position < text.count {
            let byte = text[position]
            guard byte >= 0x20 else { throw .controlCharacter(offset: position) }
            guard byte == 0x22 || byte == 0x5C else {
                position += 1
                continue
            }
            // Checked before the copy, so that memory stays within the limit.
            guard content.count + position - plain <= limits.stringBytes else {
                throw .stringTooLong(limitBytes: limits.stringBytes, offset: start - 1)
            }
            for index in plain..<position { content.append(text[index]) }
            if byte == 0x22 {
                let spelled = text.extracting(start..<position)
                position += 1
                // An escape never completes a character that was begun with raw bytes, so the content is UTF-8 exactly
                // when its spelling is, and the spelling tells the place.
                _ = try self.text(spelled, offset: start)
                return try self.text(content.span, offset: start)
            }
            try appendEscape(text, to: &content)
            plain = position
        }
        throw .unexpectedEnd(expected: "the closing quote of a string", offset: position)
    }

    private mutating func appendEscape(_ text: Span<UInt8>, to content: inout [UInt8]) throws(JSONError) {
        let start = position
        guard start + 1 < text.count else { throw .unexpectedEnd(expected: "the end of an escape", offset: text.count) }
        position += 2
        switch text[start + 1] {
        case 0x22: content.append(0x22)
        case 0x5C: content.append(0x5C)
        case 0x2F: content.append(0x2F)
        case 0x62: content.append(0x08)
        case 0x66: content.append(0x0C)
        case 0x6E: content.append(0x0A)
        case 0x72: content.append(0x0D)
        case 0x74: content.append(0x09)
        case 0x75:
            var code = try hexadecimals(text, escape: start)
            if code & 0xF800 == 0xD800 {
                guard code < 0xDC00, position + 1 < text.count, text[position] == 0x5C, text[position + 1] == 0x75
                else {
                    throw .loneSurrogate(offset: start)
                }
                position += 2
                let low = try hexadecimals(text, escape: position - 2)
                guard low & 0xFC00 == 0xDC00 else { throw .loneSurrogate(offset: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw .loneSurrogate(offset: start) }
            content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw .unknownEscape(offset: start)
        }
    }

    private mutating func hexadecimals(_ text: Span<UInt8>, escape: Int) throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard position < text.count else {
                throw .unexpectedEnd(expected: "the end of an escape", offset: position)
            }
            let byte = text[position]
            switch byte {
            case 0x30...0x39: code = code << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: code = code << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: code = code << 4 | UInt32(byte - 0x57)
            default: throw .unknownEscape(offset: escape)
            }
            position += 1
        }
        return code
    }

    func text(_ bytes: Span<UInt8>, offset: Int) throws(JSONError) -> String {
        do throws(UTF8.ValidationError) {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw .notUTF8(offset: offset + error.byteOffsets.lowerBound)
        }
    }
}
