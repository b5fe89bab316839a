public import Rules

/// Which spellings of a date and time are read.
public enum CBORDateSpelling: Sendable, Hashable {
    /// `YYYY-MM-DDThh:mm:ssZ` alone.
    case exact
    /// Fractions of a second and numeric offsets as well; a fraction is dropped.
    case rfc3339
}

extension CBORValue {
    /// A `tdate`: tag 0 around `YYYY-MM-DDThh:mm:ssZ`.
    ///
    /// Source: CBR-08.
    /// - Throws: `yearOutOfRange`.
    public static func dateTime(_ time: UnixTime) throws(CBORError) -> Self {
        .tagged(CBORTag.dateTime, .text(try text(of: time)))
    }

    /// A `full-date`: tag 1004 around `YYYY-MM-DD`, the day in UTC that holds the moment.
    ///
    /// Source: CBR-09.
    /// - Throws: `yearOutOfRange`.
    public static func fullDate(_ time: UnixTime) throws(CBORError) -> Self {
        .tagged(CBORTag.fullDate, .text(String(try text(of: time).prefix(10))))
    }

    /// Reads a `tdate`.
    ///
    /// Source: CBR-08, CBR-10.
    /// - Throws: `notDateTime`.
    public func dateTime(_ spelling: CBORDateSpelling = .exact) throws(CBORError) -> UnixTime {
        guard let text = item(taggedAs: CBORTag.dateTime)?.text else { throw .notDateTime }
        if text.utf8.count == 20, let time = UnixTime(rfc3339: text) { return time }
        guard spelling == .rfc3339, let time = Self.wideTime(Array(text.utf8)) else { throw .notDateTime }
        return time
    }

    /// Reads a `full-date`; the result is the first second of the day in UTC.
    ///
    /// Source: CBR-09, CBR-10.
    /// - Throws: `notFullDate`.
    public func fullDate() throws(CBORError) -> UnixTime {
        guard let text = item(taggedAs: CBORTag.fullDate)?.text, text.utf8.count == 10,
            let time = UnixTime(rfc3339: text)
        else { throw .notFullDate }
        return time
    }

    private static func text(of time: UnixTime) throws(CBORError) -> String {
        guard (-62_167_219_200...253_402_300_799).contains(time.seconds) else { throw .yearOutOfRange(time) }
        return time.description
    }

    /// `YYYY-MM-DDThh:mm:ss`, then perhaps `.` and digits, then `Z` or `±hh:mm`.
    private static func wideTime(_ text: [UInt8]) -> UnixTime? {
        guard text.count >= 20, let local = UnixTime(rfc3339: String(decoding: text[..<19], as: UTF8.self) + "Z")
        else { return nil }
        var rest = text[19...]
        if rest.first == 0x2E {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest[digits.endIndex...]
        }
        if rest.elementsEqual([0x5A]) { return local }
        let digits = [1, 2, 4, 5].map { rest.startIndex + $0 }
        guard rest.count == 6, let sign = rest.first, sign == 0x2B || sign == 0x2D, rest[rest.startIndex + 3] == 0x3A,
            digits.allSatisfy({ (0x30...0x39).contains(rest[$0]) })
        else { return nil }
        let values = digits.map { Int64(rest[$0] - 0x30) }
        let (hours, minutes) = (values[0] * 10 + values[1], values[2] * 10 + values[3])
        guard hours < 24, minutes < 60 else { return nil }
        let offset = hours * 3600 + minutes * 60
        return sign == 0x2B ? local - offset : local + offset
    }
}
