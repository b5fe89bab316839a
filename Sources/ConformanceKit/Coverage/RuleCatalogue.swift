import Files
public import JSON
import Rules

/// The rules of `spec/rules.json`.
public struct RuleCatalogue: Sendable {
    /// One rule.
    public struct Rule: Sendable {
        /// Such as `SDJWT-43`.
        public let id: String
        /// `M`, `S`, `O`, `P` or `B`.
        public let level: String
        /// What the rule says, as on its page in `spec/`; empty when the catalogue does not say.
        public let text: String
        /// Whether `spec/built.json` says that code exists for it.
        public let isBuilt: Bool
        /// Whether the proof must show both what it lets through and what it stops.
        public let isTwoSided: Bool
        /// Whether the rule says that something must or should be, for the standard or for us.
        public var isBinding: Bool { ["M", "S", "P"].contains(level) }
    }

    /// The rules in the order of the pages.
    public let rules: [Rule]
    /// The IDs of the catalogue of negative tests, such as `NEG-040`.
    public let negativeTests: [String]

    /// Reads the catalogue of a project's folder.
    ///
    /// - Throws: `files`, `catalogueShape`.
    public init(project: String) throws(ConformanceError) {
        let path = "\(project)/spec/rules.json"
        let bytes: [UInt8]
        do { bytes = try Files.read(path, limitBytes: 16 << 20) } catch { throw .files(error) }
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes, limits: VectorFile.limits) } catch {
            throw .catalogueShape(file: path, problem: error.refusal.problem)
        }
        try self.init(json, path: path)
    }

    /// Reads what was parsed before.
    public init(_ json: JSONValue, path: String) throws(ConformanceError) {
        var rules: [Rule] = []
        for entry in json["rules"]?.array ?? [] {
            guard let id = entry["id"]?.string, let level = entry["level"]?.string, let built = entry["built"]?.bool
            else { throw .catalogueShape(file: path, problem: "a rule lacks id, level or built") }
            rules.append(
                Rule(
                    id: id, level: level, text: entry["rule"]?.string ?? "", isBuilt: built,
                    isTwoSided: entry["twoSided"]?.bool ?? false))
        }
        guard !rules.isEmpty else { throw .catalogueShape(file: path, problem: "it has no rules") }
        self.rules = rules
        negativeTests = (json["negativeTests"]?.array ?? []).compactMap { $0["id"]?.string }
    }
}
