import Bytes
import JSON
import Rules

/// The fields of one object of a payload, read strictly: a field that nobody knows is refused as well (TXD-02).
///
/// Whoever agrees must have seen everything that is hashed, so nothing is ever skipped.
struct TransactionFields {
    /// The position of the entry in the request.
    let entry: Int
    /// The moment of the check; nil where it does not matter, such as for an entry that was sent before.
    let time: UnixTime?
    private let path: String
    private let members: JSONObject

    init(_ value: JSONValue?, path: String, entry: Int, at time: UnixTime?) throws(TransactionDataFault) {
        (self.entry, self.path, self.time) = (entry, path, time)
        guard let value else { throw Self.fault(entry, path, "is missing") }
        guard let object = value.object else { throw Self.fault(entry, path, "must be an object") }
        members = object
    }

    /// Refuses every field but those.
    func only(_ names: String...) throws(TransactionDataFault) {
        for name in members.names where !names.contains(where: { haveSameBytes($0, name) }) {
            throw .unknownField(entry: entry, field: "\(path).\(name)")
        }
    }

    /// The path of a field.
    func place(_ name: String) -> String { "\(path).\(name)" }

    func fault(_ name: String, _ problem: String, rule: RuleID = "TXD-02") -> TransactionDataFault {
        .field(rule: rule, entry: entry, field: place(name), problem: problem)
    }

    private static func fault(_ entry: Int, _ place: String, _ problem: String) -> TransactionDataFault {
        .field(rule: "TXD-02", entry: entry, field: place, problem: problem)
    }

    /// An object within.
    func object(_ name: String) throws(TransactionDataFault) -> TransactionFields {
        try TransactionFields(members[name], path: place(name), entry: entry, at: time)
    }

    func objectIfPresent(_ name: String) throws(TransactionDataFault) -> TransactionFields? {
        members.contains(name) ? try object(name) : nil
    }

    func text(_ name: String, _ length: ClosedRange<Int>) throws(TransactionDataFault) -> String {
        guard let text = try textIfPresent(name, length) else { throw fault(name, "is missing") }
        return text
    }

    func textIfPresent(_ name: String, _ length: ClosedRange<Int>) throws(TransactionDataFault) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.string else { throw fault(name, "must be a string, it is \(value.kind.phrase)") }
        guard length.contains(text.unicodeScalars.count) else {
            throw fault(name, "must have \(length.lowerBound) to \(length.upperBound) characters")
        }
        return text
    }

    /// The verifier's name for the transaction, which all types have.
    func transactionID() throws(TransactionDataFault) -> String { try text("transaction_id", 1...36) }

    /// One of the words of a type.
    func choice<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Word.Type
    ) throws(TransactionDataFault) -> Word {
        let text = try text(name, 1...64)
        guard let word = Word.allCases.first(where: { haveSameBytes($0.rawValue, text) }) else {
            throw fault(name, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    func boolIfPresent(_ name: String) throws(TransactionDataFault) -> Bool? {
        guard let value = members[name] else { return nil }
        guard let bool = value.bool else { throw fault(name, "must be true or false, it is \(value.kind.phrase)") }
        return bool
    }

    func countIfPresent(_ name: String) throws(TransactionDataFault) -> Int64? {
        guard let value = members[name] else { return nil }
        guard let count = value.integer, count > 0 else { throw fault(name, "must be an integer above 0") }
        return count
    }

    /// A decimal that is written as a JSON number, by its text.
    func number(_ name: String) throws(TransactionDataFault) -> String {
        guard let value = members[name] else { throw fault(name, "is missing") }
        guard let number = value.number else { throw fault(name, "must be a number, it is \(value.kind.phrase)") }
        return number.text
    }

    func numberIfPresent(_ name: String) throws(TransactionDataFault) -> String? {
        members.contains(name) ? try number(name) : nil
    }

    /// A date-time of RFC 3339; a date alone too, where documents contradict each other (PAY-07).
    func timeIfPresent(
        _ name: String, dateAlone: DateAlone = .refused
    ) throws(TransactionDataFault) -> (text: String, time: UnixTime)? {
        guard let text = try textIfPresent(name, 1...40) else { return nil }
        if dateAlone == .permitted, text.utf8.count == 10, let date = UnixTime(rfc3339: text) { return (text, date) }
        guard let time = DateTimeText.time(text) else {
            throw fault(name, "must be a date-time such as 2026-11-24T10:00:00Z")
        }
        return (text, time)
    }

    enum DateAlone {
        case refused
        case permitted
    }

    /// An amount, read by its text.
    func amount(
        _ name: String, _ text: String, currency: String, zero: TransactionDataRegistry.ZeroAmounts
    ) throws(TransactionDataFault) -> MonetaryAmount {
        let amount: MonetaryAmount
        do throws(MonetaryAmount.Fault) { amount = try MonetaryAmount(text, currency: currency) } catch {
            throw fault(error == .currency ? "currency" : name, error.problem, rule: "PAY-09")
        }
        if amount.isZero, zero == .refused { throw fault(name, "is zero", rule: "PAY-09") }
        return amount
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
