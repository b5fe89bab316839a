public import CredentialModel
import JSON

/// How a wallet shows one field of the transaction that a person is asked to confirm.
///
/// Source: EUDI TS12 §3.3, which adds `visualisation` to the claim metadata of SD-JWT VC §9 (PAY-10).
public struct TransactionClaim: Sendable, Hashable {
    /// How prominently a field is shown.
    public enum Visualisation: Int64, Sendable, Hashable {
        /// Prominently, on the main screen.
        case prominent = 1
        /// On the main screen.
        case main
        /// Shown, perhaps on a further screen; what is meant where nothing is said.
        case further
        /// May be left out.
        case omissible
    }

    /// The field, as a path in the payload; with the word `payload` before it, a path in the object that holds it.
    public let path: ClaimPath
    /// What the field is called, by language.
    public let display: [LocalizedDisplay]
    /// How prominently it is shown.
    public let visualisation: Visualisation

    /// The names on the way to the field in the payload; nil for a path that goes through an array.
    public var names: [String]? {
        var names: [String] = []
        for component in path.components {
            guard case .name(let name) = component else { return nil }
            names.append(name)
        }
        return names.first == "payload" ? Array(names.dropFirst()) : names
    }

    init(_ value: JSONValue, _ reader: TypeMetadataReader) throws(TypeMetadataError) {
        // The members are those of any claim; `sd` has no meaning here.
        let claim = try TypeClaim(value, reader)
        (path, display) = (claim.path, claim.display)
        guard let level = value["visualisation"] else {
            visualisation = .further
            return
        }
        guard let level = level.integer.flatMap(Visualisation.init(rawValue:)) else {
            throw reader.malformed("visualisation", "is none of 1, 2, 3 and 4")
        }
        visualisation = level
    }

    /// Reads an array of them.
    static func list(_ value: JSONValue, _ reader: TypeMetadataReader) throws(TypeMetadataError) -> [TransactionClaim] {
        guard let entries = value.array else { throw reader.malformed("", "is \(value.kind.phrase)") }
        guard entries.count <= reader.limits.claims else {
            throw .tooMany(what: reader.place, count: entries.count, limit: reader.limits.claims)
        }
        var claims: [TransactionClaim] = []
        for (position, entry) in entries.enumerated() {
            claims.append(try TransactionClaim(entry, reader.element(position)))
        }
        return claims
    }
}
