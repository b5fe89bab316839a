import TestSupport

/// Changes bytes the way attackers and accidents do; the seed decides everything.
struct Mutator {
    private var random: SeededGenerator
    private let corpora: [[[UInt8]]]

    /// Takes inputs from each corpus equally often.
    init(seed: UInt64, corpora: [[[UInt8]]]) {
        random = SeededGenerator(seed: seed)
        self.corpora = corpora
    }

    /// What parsers trip over: marks of each format, limits of lengths and numbers, broken UTF-8.
    private static let tokens: [[UInt8]] =
        [
            "\"", "\\", "{", "}", "[", "]", ":", ",", "~", "~~", ".", "..", "_sd", "...", "null", "true", "-", "-0",
            "1e999",
            "18446744073709551616", "9223372036854775808", "-9223372036854775809", "0.1", "\\u0000", "\\ud800",
            "\\udc00\\ud800", "%", "%00", "%GG", "&", "=", "+", "?", "#", "://", "@", "[::1]", "\u{202E}", "\u{0}",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0x9F], [0xBF], [0x5F], [0x7F],
            [0x9B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x5A, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x30, 0x80], [0xD8, 0x18], [0xC6], [0xF9, 0x7E, 0x00],
        ]

    /// The next input: one that is there, changed one to four times.
    mutating func next() -> [UInt8] {
        var bytes = seed()
        for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...32, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5:
            // The tail of another input: two structures grown together.
            let other = seed()
            bytes = bytes[..<place] + other.suffix(Int.random(in: 0...other.count, using: &random))
        case 6:
            let piece = Array(bytes[place..<end])
            for _ in 0..<Int.random(in: 1...64, using: &random) { bytes.insert(contentsOf: piece, at: place) }
        default: bytes.insert(contentsOf: pick(Self.tokens) ?? [], at: place)
        }
    }

    private mutating func seed() -> [UInt8] {
        guard let corpus = corpora.randomElement(using: &random) else { return [] }
        return pick(corpus) ?? []
    }

    private mutating func pick(_ list: [[UInt8]]) -> [UInt8]? { list.randomElement(using: &random) }
}
