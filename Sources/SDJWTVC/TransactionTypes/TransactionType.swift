import JSON
import Rules

/// What the metadata of a credential's type says about one type of transaction that such credentials sign.
///
/// ```json
/// "urn:eudi:sca:payment:1": {"schema": "urn:eudi:sca:payment:1", "claims": […], "ui_labels": {…}}
/// ```
///
/// Claims and labels stand there, or in a document of their own that is looked up as the metadata itself is: in the same
/// places, by the same rules of integrity. Source: EUDI TS12 §2.3, §4.1 (PAY-03).
public struct TransactionType: Sendable, Hashable {
    /// What describes the payload.
    public enum Schema: Sendable, Hashable {
        /// Nothing that is named: the type itself.
        case own
        /// The type or document of that name.
        case named(String)
        /// A JSON Schema that stands in the metadata.
        case embedded
    }

    /// The type as `transaction_data` names it.
    public let name: String
    /// What describes the payload.
    public let schema: Schema
    /// How its fields are shown; nil when nothing is said about it, or could be had.
    public private(set) var claims: [TransactionClaim]?
    /// The words for the screen; nil when nothing is said about it, or could be had.
    public private(set) var labels: TransactionLabels?
    /// Why a document that is referred to could not be had, for people; nil when none is missing.
    public private(set) var lack: String?

    private let claimsDocument: Reference?
    private let labelsDocument: Reference?

    /// A document of its own.
    private struct Reference: Sendable, Hashable {
        let address: String
        let integrity: SubresourceIntegrity?
    }

    private enum Member: String {
        case schema, claims
        case labels = "ui_labels"

        var uri: String { rawValue + "_uri" }
    }

    /// Reads one entry of `transaction_data_types`; documents that it refers to are not looked up yet.
    init(_ name: String, _ value: JSONValue, _ reader: TypeMetadataReader) throws(TypeMetadataError) {
        let object = try reader.object(value)
        for member in [Member.schema, .claims, .labels]
        where object.contains(member.rawValue) && object.contains(member.uri) {
            throw reader.malformed(member.rawValue, "came together with \(member.uri)")
        }
        self.name = name
        switch (object[Member.schema.rawValue], try reader.string(object, Member.schema.uri)) {
        case (nil, nil): schema = .own
        case (nil, let address?): schema = .named(address)
        case (.some(.string(let text)), _): schema = .named(text)
        case (.some(.object), _): schema = .embedded
        case (.some(let other), _): throw reader.malformed(Member.schema.rawValue, "is \(other.kind.phrase)")
        }
        claims = try object[Member.claims.rawValue].map { (value) throws(TypeMetadataError) in
            try TransactionClaim.list(value, reader.inside(Member.claims.rawValue))
        }
        labels = try object[Member.labels.rawValue].map { (value) throws(TypeMetadataError) in
            try TransactionLabels(value, reader.inside(Member.labels.rawValue, rule: "PAY-11"))
        }
        claimsDocument = try Self.reference(object, Member.claims, reader)
        labelsDocument = try Self.reference(object, Member.labels, reader)
    }

    private static func reference(
        _ object: JSONObject, _ member: Member, _ reader: TypeMetadataReader
    ) throws(TypeMetadataError) -> Reference? {
        guard object.contains(member.uri) else { return nil }
        return Reference(
            address: try reader.required(object, member.uri),
            integrity: try reader.integrity(object, "\(member.uri)#integrity"))
    }

    /// Looks up the documents that it refers to. One that cannot be had is noted; one that is wrong is an error.
    func completed(
        from source: any TypeMetadataSource, limits: TypeMetadataLimits, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> TransactionType {
        var copy = self
        if let claimsDocument, let value = try copy.document(claimsDocument, source, limits, time, budget) {
            copy.claims = try TransactionClaim.list(
                value, TypeMetadataReader(rule: "PAY-10", place: "the document of claims", limits: limits))
        }
        if let labelsDocument, let value = try copy.document(labelsDocument, source, limits, time, budget) {
            copy.labels = try TransactionLabels(
                value, TypeMetadataReader(rule: "PAY-11", place: "the document of labels", limits: limits))
        }
        return copy
    }

    private mutating func document(
        _ reference: Reference, _ source: any TypeMetadataSource, _ limits: TypeMetadataLimits, _ time: UnixTime,
        _ budget: TimeBudget
    ) throws(TypeMetadataError) -> JSONValue? {
        let bytes: [UInt8]
        do throws(TypeMetadataError) {
            bytes = try source.document(
                about: reference.address, matching: reference.integrity, at: time, within: budget)
            guard reference.integrity?.fits(bytes) ?? true else { throw .integrityMismatch(type: reference.address) }
        } catch {
            guard error.isAbsence else { throw error }
            lack = error.refusal.problem
            return nil
        }
        do throws(JSONError) { return try JSONValue(parsing: bytes, limits: limits.json) } catch { throw .json(error) }
    }
}
