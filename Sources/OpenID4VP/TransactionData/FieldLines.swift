/// Collects the lines of a content; what is not there is left out.
struct FieldLines {
    private(set) var fields: [TransactionContent.Field] = []

    mutating func add(
        _ name: String, _ label: String, _ value: String?, _ level: TransactionContent.Level = .further
    ) {
        guard let value else { return }
        fields.append(TransactionContent.Field(name: name, label: label, value: value, level: level))
    }

    mutating func add(
        _ name: String, _ label: String, _ value: Bool?, _ level: TransactionContent.Level = .further
    ) {
        add(name, label, value.map { $0 ? "yes" : "no" }, level)
    }
}

extension TransactionFields {
    /// Characters of a name or a number; no longer than fits beside its amount (PAY-12).
    static let nameLength = 1...140
    /// Characters of an address; shown whole, so shorter than what a terminal's line is cut at.
    static let urlLength = 1...512

    /// Whether a text is digits with at most one point between them.
    static func isDecimal(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
