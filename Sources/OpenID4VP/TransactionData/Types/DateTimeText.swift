import Rules

/// Reads a date-time of RFC 3339 with any offset and fraction, as payments of other houses have them.
enum DateTimeText {
    /// The moment to the second; nil when the text has another form.
    static func time(_ text: String) -> UnixTime? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let local = UnixTime(rfc3339: String(decoding: bytes[..<19], as: UTF8.self) + "Z")
        else {
            return nil
        }
        var rest = bytes[19...]
        if rest.first == 0x2E {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = offset(Array(rest)) else { return nil }
        return local - offset
    }

    /// The seconds by which a local time is ahead of UTC.
    private static func offset(_ bytes: [UInt8]) -> Int64? {
        if bytes == [0x5A] { return 0 }
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
            let hours = number(bytes[1], bytes[2]), let minutes = number(bytes[4], bytes[5]), hours < 24, minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return bytes[0] == 0x2B ? seconds : -seconds
    }

    private static func number(_ tens: UInt8, _ ones: UInt8) -> Int64? {
        guard (0x30...0x39).contains(tens), (0x30...0x39).contains(ones) else { return nil }
        return Int64(tens - 0x30) * 10 + Int64(ones - 0x30)
    }
}
