extension JSONParser {
    mutating func number(_ text: Span<UInt8>) throws(JSONError) -> JSONNumber {
        let start = position
        if text[position] == 0x2D { position += 1 }
        let firstDigit = position
        guard skipDigits(text) > 0 else { throw .malformedNumber(offset: start) }
        guard text[firstDigit] != 0x30 || position == firstDigit + 1 else { throw .malformedNumber(offset: start) }
        if position < text.count, text[position] == 0x2E {
            position += 1
            guard skipDigits(text) > 0 else { throw .malformedNumber(offset: start) }
        }
        var hasExponent = false
        if position < text.count, text[position] | 0x20 == 0x65 {
            hasExponent = true
            position += 1
            if position < text.count, text[position] == 0x2B || text[position] == 0x2D { position += 1 }
            guard skipDigits(text) > 0 else { throw .malformedNumber(offset: start) }
        }
        guard position - start <= limits.numberCharacters else {
            throw .numberTooLong(limit: limits.numberCharacters, offset: start)
        }
        let number = JSONNumber(checked: try self.text(text.extracting(start..<position), offset: start))
        guard (!hasExponent && position - start <= 300) || number.double.isFinite else {
            throw .numberOutOfRange(offset: start)
        }
        return number
    }

    private mutating func skipDigits(_ text: Span<UInt8>) -> Int {
        let start = position
        while position < text.count, text[position] &- 0x30 <= 9 { position += 1 }
        return position - start
    }
}
