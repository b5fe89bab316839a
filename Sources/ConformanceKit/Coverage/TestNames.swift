import Files

/// Finds the rules that the names of tests begin with, and what the tests show of them.
///
/// ```swift
/// @Test func `TSL-04 a value that does not fit is refused`()     // shows what TSL-04 refuses
/// @Test func `JOSE-19 64 keys are read, 65 are refused`()        // shows both: each part between commas speaks for itself
/// @Test func `JOSE-03, JOSE-04 the examples of the RFC`()        // shows what both rules accept
/// @Test func `KB-01 to KB-12 vectors`(vector: Vector)            // a range shows nothing here: its vectors do
/// ```
public enum TestNames {
    /// The words by which a part of a name says that something does not go through.
    static let denials: Set<String> = [
        "refuse", "refused", "refuses", "refusal", "refusals", "rejected", "rejects", "no", "not", "nothing", "nobody",
        "none", "never", "neither", "nowhere", "cannot",
    ]

    /// How many tests name each rule, in all Swift files below a folder.
    ///
    /// - Throws: `files`.
    public static func rules(below folder: String) throws(ConformanceError) -> [String: Proof] {
        var counts: [String: Proof] = [:]
        do throws(FilesError) {
            for name in try Files.names(in: folder) where name.hasSuffix(".swift") {
                let source = try Files.read("\(folder)/\(name)", limitBytes: 4 << 20)
                for (rule, proof) in rules(in: source) { counts[rule] = (counts[rule] ?? .none) + proof }
            }
        } catch { throw .files(error) }
        let folders: [String]
        do { folders = try Files.folders(in: folder) } catch { throw .files(error) }
        for name in folders { counts.merge(try rules(below: "\(folder)/\(name)"), uniquingKeysWith: +) }
        return counts
    }

    /// The rules that the tests of one source name, once for each test.
    static func rules(in source: [UInt8]) -> [(rule: String, proof: Proof)] {
        let word = Array("func".utf8)
        var found: [(rule: String, proof: Proof)] = []
        var rest = source[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "`")) {
            // A long name stands on a line of its own.
            let before = rest[..<start].reversed().drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            let isName =
                before.startIndex != rest[..<start].reversed().startIndex && before.starts(with: word.reversed())
            rest = rest[(start + 1)...]
            guard isName, let end = rest.firstIndex(of: UInt8(ascii: "`")) else { continue }
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            let (rules, count) = leadingRules(of: words)
            found += rules.map { ($0, proof(of: words[count...])) }
            rest = rest[(end + 1)...]
        }
        return found
    }

    private static func leadingRules(of words: [Substring]) -> (rules: [String], count: Int) {
        var rules: [String] = []
        var isRange = false
        for (index, word) in words.enumerated() {
            let bare = String(word.last == "," ? word.dropLast() : word)
            if bare == "and" { continue }
            if bare == "to" {
                isRange = true
                if !rules.isEmpty { rules.removeLast() }
                continue
            }
            guard isRule(bare) else { return (rules, index) }
            if !isRange { rules.append(bare) }
            isRange = false
        }
        return (rules, words.count)
    }

    /// What a name says after its rules: each part that ends with a comma, and the last one, says one thing.
    private static func proof(of words: ArraySlice<Substring>) -> Proof {
        var (accepts, refuses, denies) = (words.isEmpty, false, false)
        for (index, word) in words.enumerated() {
            let endsPart = word.last == ","
            denies = denies || denials.contains(String(endsPart ? word.dropLast() : word))
            guard endsPart || index == words.count - 1 else { continue }
            if denies { refuses = true } else { accepts = true }
            denies = false
        }
        return .one(accepts: accepts, refuses: refuses)
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
