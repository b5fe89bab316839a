import Files

/// Finds the rules that the names of tests begin with.
///
/// ```swift
/// @Test func `TSL-04 a value that does not fit is refused`()     // proves TSL-04
/// @Test func `JOSE-03, JOSE-04 vectors`(vector: Vector)          // proves both
/// @Test func `KB-01 to KB-12 vectors`(vector: Vector)            // a range proves nothing here: its vectors do
/// ```
public enum TestNames {
    /// How many tests name each rule, in all Swift files below a folder.
    ///
    /// - Throws: `files`.
    public static func rules(below folder: String) throws(ConformanceError) -> [String: Int] {
        var counts: [String: Int] = [:]
        do throws(FilesError) {
            for name in try Files.names(in: folder) where name.hasSuffix(".swift") {
                let source = try Files.read("\(folder)/\(name)", limitBytes: 4 << 20)
                for rule in rules(in: source) { counts[rule, default: 0] += 1 }
            }
        } catch { throw .files(error) }
        let folders: [String]
        do { folders = try Files.folders(in: folder) } catch { throw .files(error) }
        for name in folders { counts.merge(try rules(below: "\(folder)/\(name)"), uniquingKeysWith: +) }
        return counts
    }

    /// The rules that the tests of one source name, once for each test.
    static func rules(in source: [UInt8]) -> [String] {
        let mark = Array("func `".utf8)
        var found: [String] = []
        var rest = source[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "`")) {
            let isName = rest[..<start].suffix(mark.count - 1).elementsEqual(mark.dropLast())
            rest = rest[(start + 1)...]
            guard isName, let end = rest.firstIndex(of: UInt8(ascii: "`")) else { continue }
            found += leadingRules(of: String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[(end + 1)...]
        }
        return found
    }

    private static func leadingRules(of name: String) -> [String] {
        var rules: [String] = []
        var isRange = false
        for word in name.split(separator: " ") {
            let bare = String(word.last == "," ? word.dropLast() : word)
            if bare == "and" { continue }
            if bare == "to" {
                isRange = true
                if !rules.isEmpty { rules.removeLast() }
                continue
            }
            guard isRule(bare) else { break }
            if !isRange { rules.append(bare) }
            isRange = false
        }
        return rules
    }

    /// Whether a word looks like a rule: capitals and digits, then a hyphen and a number with perhaps a letter.
    static func isRule(_ word: String) -> Bool {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 2, let last = parts.last, let first = parts.first?.utf8.first else { return false }
        let isHead = parts.dropLast().allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
        }
        let digits = last.utf8.drop { (0x41...0x5A).contains($0) }.prefix { (0x30...0x39).contains($0) }
        return isHead && (0x41...0x5A).contains(first) && !digits.isEmpty
    }
}
