public import DCQL
public import JSON
public import Rules

/// A question that is kept by name: `over-18`, `proof-of-address`, …
///
/// ```json
/// {"purpose": {"en": "…", "fr": "…"}, "dcql_query": {"credentials": […]}}
/// ```
///
/// Those of the operator are for all backends to ask; those of one API key are its own, and come before the operator's of
/// the same name (SEC-30).
public struct QuestionTemplate: Sendable {
    /// Who keeps it.
    public enum Keeper: Sendable, Hashable {
        /// The operator, with `verifier template`.
        case house
        /// A backend, by the number of its API key.
        case backend(Int64)
    }

    /// Templates of one keeper.
    public static let limitPerKeeper = 100
    /// Octets of a template's query as JSON.
    public static let limitQueryBytes = 65_536

    /// 1 to 64 small letters, digits and hyphens.
    public let name: String
    /// What is asked.
    public let query: DCQLQuery
    /// Why, for the person.
    public let purpose: QuestionPurpose?
    /// Who keeps it.
    public let keeper: Keeper
    /// When it was last written.
    public let updatedAt: UnixTime

    /// Reads a template as a file or a request body has it.
    ///
    /// - Throws: `badTemplate`, `dcql`.
    public init(name: String, keeper: Keeper, at time: UnixTime, _ json: JSONValue) throws(VerifierKitError) {
        guard Self.isName(name) else {
            throw .badTemplate(problem: "the name must be 1 to 64 small letters, digits and hyphens")
        }
        guard let object = json.object, let asked = object["dcql_query"] else {
            throw .badTemplate(problem: "it must be an object with dcql_query")
        }
        for member in object.names where member != "dcql_query" && member != "purpose" {
            throw .badTemplate(problem: "a member other than dcql_query and purpose is not known")
        }
        guard asked.serialized().count <= Self.limitQueryBytes else {
            throw .badTemplate(problem: "dcql_query is longer than \(Self.limitQueryBytes) bytes")
        }
        do throws(DCQLError) { query = try DCQLQuery(json: asked, reader: .verifier) } catch { throw .dcql(error) }
        purpose = if let value = object["purpose"] { try QuestionPurpose(value) } else { nil }
        (self.name, self.keeper, updatedAt) = (name, keeper, time)
    }

    /// Whether it is the operator's, for all backends.
    public var isShared: Bool { keeper == .house }

    /// The template as a backend sees it.
    public var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "shared": .bool(isShared), "updated_at": .string(updatedAt.description),
        ]
        object["purpose"] = purpose?.json
        object["dcql_query"] = query.json
        return .object(object)
    }

    /// The template as a file has it.
    public var content: JSONValue {
        var object = JSONObject()
        object["purpose"] = purpose?.json
        object["dcql_query"] = query.json
        return .object(object)
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
