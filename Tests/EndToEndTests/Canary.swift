import Bytes
import Glibc

/// A secret that is looked for in everything a program leaves behind, in every usual spelling.
struct Canary {
    /// What it is.
    let name: String
    /// Its spellings by name.
    let spellings: [(name: String, bytes: [UInt8])]

    /// Names the bytes of a secret; few of them would be found by chance.
    init(_ name: String, _ bytes: [UInt8]) { (self.name, spellings) = (name, Self.spellings(of: bytes)) }

    /// Names a text; one that is base64url is also looked for by the bytes that it stands for.
    init(_ name: String, _ text: String) {
        let decoded = (try? Base64URL.decode(text)).map(Self.spellings) ?? []
        self.name = name
        spellings = Self.spellings(of: Array(text.utf8)) + decoded.map { ("decoded, \($0.name)", $0.bytes) }
    }

    /// The names of the spellings that are in a content.
    func found(in content: [UInt8]) -> [String] { spellings.filter { content.holds($0.bytes) }.map(\.name) }

    private static func spellings(of bytes: [UInt8]) -> [(name: String, bytes: [UInt8])] {
        let digits = Hex.encode(bytes)
        var spellings: [(name: String, bytes: [UInt8])] = [
            ("as it is", bytes), ("hex", Array(digits.utf8)), ("HEX", Array(digits.uppercased().utf8)),
            ("UTF-16LE", bytes.flatMap { [$0, 0] }), ("UTF-16BE", bytes.flatMap { [0, $0] }),
        ]
        for before in 0...2 {
            spellings.append(("base64 at \(before)", inner(bytes, before) { Base64.encode($0) }))
            spellings.append(("base64url at \(before)", inner(bytes, before) { Base64URL.encode($0) }))
        }
        return spellings
    }

    /// The characters of an encoding that depend on the secret alone, when so many bytes of others stand before it.
    private static func inner(_ bytes: [UInt8], _ before: Int, _ encode: ([UInt8]) -> String) -> [UInt8] {
        let text = encode([UInt8](repeating: 0, count: before) + bytes).filter { $0 != "=" }
        let sharesItsLast = (before + bytes.count) % 3 != 0
        return Array(text.utf8.dropFirst([0, 2, 3][before]).dropLast(sharesItsLast ? 1 : 0))
    }
}

extension [UInt8] {
    /// Whether the bytes stand somewhere in these; by the C library, since the files are large and the spellings many.
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard let first = part.first, part.count <= count else { return false }
        return unsafe withUnsafeBytes { (all: UnsafeRawBufferPointer) -> Bool in
            guard var place = all.baseAddress else { return false }
            let end = unsafe place + (count - part.count + 1)
            while unsafe place < end, let next = unsafe memchr(place, Int32(first), end - place) {
                if unsafe memcmp(next, part, part.count) == 0 { return true }
                unsafe place = UnsafeRawPointer(next) + 1
            }
            return false
        }
    }
}
