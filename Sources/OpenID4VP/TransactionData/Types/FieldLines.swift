/// Collects the lines of a content; what is not there is left out.
struct FieldLines {
    private(set) var fields: [TransactionContent.Field] = []
    private let prefix: String

    /// Begins without lines.
    ///
    /// - Parameter place: the member of the payload that holds all fields; nil when they stand in the payload itself.
    init(in place: String? = nil) { prefix = place.map { "\($0)." } ?? "" }

    mutating func add(
        _ name: String, _ label: String, _ value: String?, _ level: TransactionContent.Level = .further
    ) {
        guard let value else { return }
        fields.append(TransactionContent.Field(name: prefix + name, label: label, value: value, level: level))
    }

    mutating func add(
        _ name: String, _ label: String, _ value: Bool?, _ level: TransactionContent.Level = .further
    ) {
        add(name, label, value.map { $0 ? "yes" : "no" }, level)
    }

    /// Adds the lines that were collected elsewhere.
    mutating func add(_ lines: FieldLines) { fields += lines.fields }

    /// Adds a provider of payment or account services, where there is one.
    ///
    /// - Returns: its legal name.
    mutating func addProvider(
        _ name: String, _ label: String, of payload: TransactionFields, _ level: TransactionContent.Level = .further
    ) throws(TransactionDataFault) -> String? {
        guard let provider = try payload.objectIfPresent(name) else { return nil }
        try provider.only("legal_name", "brand_name", "domain_name")
        let legalName = try provider.text("legal_name", TransactionFields.nameLength)
        add("\(name).legal_name", label, legalName, level)
        add("\(name).brand_name", "Its brand", try provider.text("brand_name", TransactionFields.nameLength), level)
        add("\(name).domain_name", "Its domain", try provider.text("domain_name", 1...253), level)
        return legalName
    }
}
