/// A set of Disclosures of one credential, by their numbers.
///
/// A number is the place of a Disclosure in the credential's own list: in SD-JWT the order of the Disclosures, in mdoc
/// the order of the elements. The first 64 numbers need no memory of their own.
public struct DisclosureSet: Sendable, Hashable {
    private var low: UInt64 = 0
    /// Words for the numbers from 64 on; the last one is never 0, so that equal sets are equal.
    private var high: [UInt64] = []

    /// Begins an empty set.
    public init() {}

    /// Takes numbers; negative ones name nothing and are left out.
    public init(_ numbers: some Sequence<Int>) {
        for number in numbers { insert(number) }
    }

    /// Whether there is none.
    public var isEmpty: Bool { low == 0 && high.isEmpty }

    /// How many there are.
    public var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

    /// Whether the Disclosure is in the set.
    public func contains(_ number: Int) -> Bool {
        guard number >= 64 else { return number >= 0 && low >> UInt64(number) & 1 == 1 }
        let (word, bit) = (number - 64).quotientAndRemainder(dividingBy: 64)
        return word < high.count && high[word] >> UInt64(bit) & 1 == 1
    }

    /// Adds a Disclosure; a negative number names nothing and is left out.
    public mutating func insert(_ number: Int) {
        guard number >= 64 else {
            if number >= 0 { low |= 1 << UInt64(number) }
            return
        }
        let (word, bit) = (number - 64).quotientAndRemainder(dividingBy: 64)
        while high.count <= word { high.append(0) }
        high[word] |= 1 << UInt64(bit)
    }

    /// Adds all of the other set.
    public mutating func formUnion(_ other: DisclosureSet) {
        low |= other.low
        while high.count < other.high.count { high.append(0) }
        for (word, bits) in other.high.enumerated() { high[word] |= bits }
    }

    /// Both sets together.
    public func union(_ other: DisclosureSet) -> DisclosureSet {
        var result = self
        result.formUnion(other)
        return result
    }

    /// This set without the other.
    public func subtracting(_ other: DisclosureSet) -> DisclosureSet {
        var result = self
        result.low &= ~other.low
        for (word, bits) in other.high.enumerated() where word < result.high.count { result.high[word] &= ~bits }
        while result.high.last == 0 { result.high.removeLast() }
        return result
    }

    /// Whether the other set has all of this one.
    public func isSubset(of other: DisclosureSet) -> Bool {
        guard low & ~other.low == 0, high.count <= other.high.count else { return false }
        return high.indices.allSatisfy { high[$0] & ~other.high[$0] == 0 }
    }

    /// The numbers in ascending order.
    public var numbers: [Int] {
        var numbers: [Int] = []
        for (word, var bits) in ([low] + high).enumerated() {
            while bits != 0 {
                numbers.append(word * 64 + bits.trailingZeroBitCount)
                bits &= bits - 1
            }
        }
        return numbers
    }
}

extension DisclosureSet: ExpressibleByArrayLiteral {
    /// Writes a set in code.
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}
