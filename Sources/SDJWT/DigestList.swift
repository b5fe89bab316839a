import Bytes

/// Digests of one length, kept in one piece of memory.
///
/// Up to a thousand Disclosures are searched for by comparing eight bytes at a time; a dictionary of strings costs more
/// for the handful that credentials have, and gains nothing against an attacker, because nobody can choose where the
/// digests of Disclosures fall.
struct DigestList: Sendable {
    /// Bytes of one digest.
    let width: Int
    private var bytes: [UInt8] = []
    private var prefixes: [UInt64] = []

    init(width: Int, capacity: Int) {
        self.width = width
        bytes.reserveCapacity(capacity * width)
        prefixes.reserveCapacity(capacity)
    }

    var count: Int { prefixes.count }

    /// Appends a digest, which must have `width` bytes.
    mutating func append(_ digest: [UInt8]) {
        bytes += digest
        addPrefix()
    }

    /// Appends a digest as it stands in a payload.
    ///
    /// - Returns: false, and nothing is appended, when the text is not base64url of `width` bytes.
    mutating func append(encoded text: String) -> Bool {
        let start = bytes.count
        do { try Base64URL.decode(text.utf8.span, appendingTo: &bytes) } catch { return false }
        guard bytes.count - start == width else {
            bytes.removeLast(bytes.count - start)
            return false
        }
        addPrefix()
        return true
    }

    /// Notes the beginning of the digest that was appended last.
    private mutating func addPrefix() {
        var prefix: UInt64 = 0
        for byte in bytes.suffix(width).prefix(8) { prefix = prefix << 8 | UInt64(byte) }
        prefixes.append(prefix)
    }

    /// The first digest here that equals one of another list of the same width.
    func index(of place: Int, in other: DigestList) -> Int? {
        let prefix = other.prefixes[place]
        for index in prefixes.indices where prefixes[index] == prefix {
            if isEqual(index, to: other, place) { return index }
        }
        return nil
    }

    /// The later one of the first two equal digests.
    func firstRepetition() -> Int? {
        guard count > 32 else {
            for later in prefixes.indices {
                for earlier in 0..<later where prefixes[earlier] == prefixes[later] {
                    if isEqual(earlier, to: self, later) { return later }
                }
            }
            return nil
        }
        // Sorted by all bytes: an issuer can choose decoys with equal beginnings, and must not gain time by it.
        let order = prefixes.indices.sorted { precedes($0, $1) }
        var found: Int?
        for (left, right) in zip(order, order.dropFirst()) where prefixes[left] == prefixes[right] {
            if isEqual(left, to: self, right) { found = min(found ?? .max, max(left, right)) }
        }
        return found
    }

    private func isEqual(_ index: Int, to other: DigestList, _ place: Int) -> Bool {
        let (left, right) = (bytes.span, other.bytes.span)
        for offset in 0..<width where left[index * width + offset] != right[place * width + offset] { return false }
        return true
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        guard prefixes[left] == prefixes[right] else { return prefixes[left] < prefixes[right] }
        let span = bytes.span
        for offset in 0..<width where span[left * width + offset] != span[right * width + offset] {
            return span[left * width + offset] < span[right * width + offset]
        }
        return left < right
    }
}
