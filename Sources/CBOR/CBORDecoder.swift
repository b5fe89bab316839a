import Bytes

/// The strict reader of RFC 8949 items.
///
/// ```swift
/// var decoder = CBORDecoder(options: options)
/// let response = try decoder.decode(bytes[...])
/// let item = try decoder.decodeEmbedded(in: tagged)     // counts on: items and depth are those of the whole
/// ```
///
/// It reads bytes once, from left to right, and counts its depth. What an item claims to hold is compared with the bytes
/// that are left before anything is read, and a claim never sizes an allocation (SEC-02, CBR-06).
public struct CBORDecoder: Sendable {
    /// What may stand where, and how much.
    public let options: CBOROptions
    var itemsLeft: Int
    var bytes: ArraySlice<UInt8> = []
    var position = 0
    private var openItems: [CBORValue] = []
    private var openEntries: [(key: CBORValue, value: CBORValue)] = []

    /// Begins with the whole budget of items.
    public init(options: CBOROptions) {
        self.options = options
        itemsLeft = options.limits.items
    }

    /// Decodes exactly one item.
    ///
    /// - Throws: the cases of `CBORError` under CBR-05, CBR-06 and CBR-11.
    public mutating func decode(_ bytes: ArraySlice<UInt8>) throws(CBORError) -> CBORValue {
        try decode(bytes, depth: 0)
    }

    mutating func decode(_ bytes: ArraySlice<UInt8>, depth: Int) throws(CBORError) -> CBORValue {
        guard bytes.count <= options.limits.totalBytes else {
            throw .inputTooLong(bytes: bytes.count, limit: options.limits.totalBytes)
        }
        self.bytes = bytes
        position = bytes.startIndex
        openItems.removeAll()
        openEntries.removeAll()
        let value = try item(at: Place(depth: depth, tags: 0, isOpen: options.openValues == .everywhere))
        guard position == bytes.endIndex else { throw .trailingBytes(offset: position) }
        return value
    }

    /// Where the decoder is: in how many containers and tags, and whether values of any kind may stand there.
    struct Place {
        var depth: Int
        var tags: Int
        var isOpen: Bool
    }

    mutating func item(at place: Place) throws(CBORError) -> CBORValue {
        guard itemsLeft > 0 else { throw .tooManyItems(limit: options.limits.items, offset: position) }
        itemsLeft -= 1
        let start = position
        let head = try head(isOpen: place.isOpen)
        let content: CBORContent
        switch head.majorType {
        case 0: content = .unsigned(head.argument)
        case 1: content = .negative(head.argument)
        case 2: content = .bytes(try string(head, from: start))
        case 3: content = .text(try text(head, from: start))
        case 4: content = .array(try array(head, from: start, at: try place.inside(self, start)))
        case 5: content = .map(try map(head, from: start, at: try place.inside(self, start)))
        case 6: content = try tagged(head.argument, from: start, at: place)
        default: content = try simple(head, from: start, isOpen: place.isOpen)
        }
        return CBORValue(content, source: bytes[start..<position], depth: place.depth)
    }

    private mutating func array(_ head: Head, from start: Int, at place: Place) throws(CBORError) -> [CBORValue] {
        let count = head.isIndefinite ? nil : try claimed(head, bytesEach: 1, from: start)
        let first = openItems.count
        while try isAnotherItemDue(count, done: openItems.count - first) { openItems.append(try item(at: place)) }
        let items = Array(openItems[first...])
        openItems.removeLast(openItems.count - first)
        return items
    }

    private mutating func map(_ head: Head, from start: Int, at place: Place) throws(CBORError) -> CBORMap {
        let count = head.isIndefinite ? nil : try claimed(head, bytesEach: 2, from: start)
        let first = openEntries.count
        var keys = KeyRegister()
        while try isAnotherItemDue(count, done: openEntries.count - first) {
            let keyStart = position
            let key = try item(at: place)
            guard keys.isNew(key, among: openEntries, from: first) else { throw .duplicateKey(offset: keyStart) }
            var valuePlace = place
            if case .under(let name) = options.openValues, let text = key.text, haveSameBytes(text, name) {
                valuePlace.isOpen = true
            }
            openEntries.append((key, try item(at: valuePlace)))
        }
        let entries = Array(openEntries[first...])
        openEntries.removeLast(openEntries.count - first)
        return CBORMap(unique: entries)
    }

    private mutating func tagged(_ tag: UInt64, from start: Int, at place: Place) throws(CBORError) -> CBORContent {
        guard place.isOpen || options.tags.contains(tag) else { throw .tagNotAllowed(tag: tag, offset: start) }
        guard place.tags < options.limits.tagNesting else {
            throw .tooManyTags(limit: options.limits.tagNesting, offset: start)
        }
        var inner = try place.inside(self, start)
        inner.tags = place.tags + 1
        return .tagged(tag, try item(at: inner))
    }

    private mutating func simple(_ head: Head, from start: Int, isOpen: Bool) throws(CBORError) -> CBORContent {
        switch head.information {
        case 20: return .bool(false)
        case 21: return .bool(true)
        case 22: return .null
        case 25, 26, 27:
            guard isOpen else { throw .floatNotAllowed(offset: start) }
            let width: CBORFloat.Width = head.information == 25 ? .half : head.information == 26 ? .single : .double
            return .float(CBORFloat(width: width, bits: head.argument))
        default: throw .unknownSimpleValue(offset: start)
        }
    }

    /// Whether a container goes on; the break that ends one of indefinite length is consumed.
    private mutating func isAnotherItemDue(_ count: Int?, done: Int) throws(CBORError) -> Bool {
        if let count { return done < count }
        guard position < bytes.endIndex else { throw .unexpectedEnd(offset: position) }
        guard bytes[position] == 0xFF else { return true }
        position += 1
        return false
    }
}

extension CBORDecoder.Place {
    /// The place of what an array, a map or a tag holds.
    func inside(_ decoder: CBORDecoder, _ offset: Int) throws(CBORError) -> Self {
        let limit = min(decoder.options.limits.depth, CBORLimits.deepest)
        guard depth < limit else { throw .tooDeep(limit: limit, offset: offset) }
        return Self(depth: depth + 1, tags: 0, isOpen: isOpen)
    }
}
