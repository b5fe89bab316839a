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
