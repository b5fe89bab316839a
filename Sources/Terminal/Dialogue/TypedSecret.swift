internal import Glibc

/// A secret on its way from the person to guarded memory: kept out of swap and core files, wiped when it goes out of scope.
///
/// Source: SEC-35.
@safe public struct TypedSecret: ~Copyable {
    private let base: UnsafeMutableRawPointer
    private let capacity: Int
    /// Number of bytes.
    public private(set) var count = 0

    /// Makes room.
    ///
    /// - Throws: `noMemoryForSecret`.
    init(capacity: Int) throws(TerminalError) {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        let base = unsafe mmap(nil, capacity, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let base = unsafe base, unsafe base != MAP_FAILED else { throw .noMemoryForSecret }
        // Both may be refused by a small limit; the pages live for moments, and `wallet doctor` reports the limit.
        unsafe mlock(base, capacity)
        unsafe madvise(base, capacity, MADV_DONTDUMP)
        unsafe self.base = base
        self.capacity = capacity
    }

    deinit {
        unsafe explicit_bzero(base, capacity)
        unsafe munmap(base, capacity)
    }

    /// Lends the bytes for the time of one call; a span cannot outlive it.
    public borrowing func withBytes<R: ~Copyable, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(unsafe RawSpan(_unsafeStart: base, byteCount: count))
    }

    /// Whether two secrets are the same; the time depends on their lengths only.
    public borrowing func isSame(as other: borrowing TypedSecret) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for index in 0..<count { difference |= self[index] ^ other[index] }
        return difference == 0
    }

    /// Adds a byte.
    ///
    /// - Returns: whether there was room.
    mutating func append(_ byte: UInt8) -> Bool {
        guard count < capacity else { return false }
        unsafe base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
        return true
    }

    /// Takes back the last character of UTF-8.
    mutating func removeLastCharacter() {
        while count > 0 {
            let byte = self[count - 1]
            removeLast()
            if byte & 0b1100_0000 != 0b1000_0000 { break }
        }
    }

    /// Takes back everything.
    mutating func removeAll() {
        while count > 0 { removeLast() }
    }

    /// Fills the room with what a descriptor gives, up to its end.
    ///
    /// - Returns: false when there is more than the room holds.
    /// - Throws: `secretUnreadable`.
    mutating func fill(from descriptor: Int32, source: String) throws(TerminalError) -> Bool {
        while count < capacity {
            let got = unsafe read(descriptor, base + count, capacity - count)
            guard got >= 0 else {
                if errno == EINTR { continue }
                throw .secretUnreadable(source: source, reason: unsafe String(cString: strerror(errno)))
            }
            guard got > 0 else { return true }
            count += got
        }
        return false
    }

    /// Keeps the first line, without its line break.
    ///
    /// - Returns: whether there was a line break.
    mutating func keepFirstLine() -> Bool {
        let end = (0..<count).first { self[$0] == 0x0A }
        if let end { while count > end { removeLast() } }
        if count > 0, self[count - 1] == 0x0D { removeLast() }
        return end != nil
    }

    private mutating func removeLast() {
        count -= 1
        unsafe base.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
    }

    private subscript(index: Int) -> UInt8 { unsafe base.load(fromByteOffset: index, as: UInt8.self) }
}
