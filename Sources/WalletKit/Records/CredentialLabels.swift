public import CredentialModel
import JSON
public import OpenID4VCI
import Rules
public import SDJWTVC

/// What a credential and its claims are called, in several languages, as its type and its issuer said when it came.
///
/// They are names for people and decide nothing. A claim without a name is called by its path. Source: META-13, META-14,
/// TMETA-03.
public struct CredentialLabels: Sendable, Hashable {
    /// No names at all: for a credential from a file.
    public static let none = Self(names: [], claims: [])
    /// The most languages of one name that are kept.
    static let limitLanguages = 32
    /// The most bytes that are kept of the names of all claims; beyond, claims are called by their paths.
    static let limitBytes = 256 << 10

    private let names: [LocalizedDisplay]
    private let claims: [ClaimDescription]

    private init(names: [LocalizedDisplay], claims: [ClaimDescription]) { (self.names, self.claims) = (names, claims) }

    /// Keeps the names of a configuration.
    public init(_ configuration: CredentialConfiguration) {
        let claims = configuration.claims.filter { !$0.display.isEmpty }.map {
            ClaimDescription(
                path: $0.path, isMandatory: false, display: Self.bounded($0.display))
        }
        self.init(names: Self.bounded(configuration.display), claims: Self.fit(claims) ? claims : [])
    }

    /// The names of the type, where it has some, before those of the issuer's own metadata (META-13).
    public func giving(precedenceTo type: ResolvedTypeMetadata?) -> CredentialLabels {
        guard let type else { return self }
        let described = type.claims.filter { !$0.display.isEmpty }.map {
            ClaimDescription(path: $0.path, isMandatory: false, display: Self.bounded($0.display))
        }
        let paths = Set(described.map(\.path))
        // Together they may contradict each other, or be too many to be read again.
        let choices = [described + claims.filter { !paths.contains($0.path) }, described, claims]
        let kept = choices.first { choice in
            Self.fit(choice) && (choice.isEmpty || (try? ClaimDescription.list(choice.map(\.json))) != nil)
        }
        let typeNames = Self.bounded(type.display.map(\.names))
        return Self(names: typeNames.isEmpty ? names : typeNames, claims: kept ?? [])
    }

    /// What the credential is called; nil when the issuer did not say.
    ///
    /// - Parameter language: a BCP 47 tag; nil for none in particular.
    public func name(in language: String?) -> String? { names.best(for: language ?? "")?.name.description }

    /// What a claim is called, from the outermost object inwards, such as `Address / Town`; nil when no part of its path
    /// has a name.
    ///
    /// - Parameters:
    ///   - path: the claim; of an element of an array its number is told.
    ///   - language: a BCP 47 tag; nil for none in particular.
    public func name(of path: ClaimPath, in language: String?) -> String? {
        var words: [String] = []
        var isNamed = false
        for count in 1...path.components.count {
            let components = path.components.prefix(count)
            let found = claims.first { $0.path.components.elementsEqual(components, by: Self.describes) }
            if let name = found?.display.best(for: language ?? "")?.name.description, !name.isEmpty {
                words.append(name)
                isNamed = true
            } else if case .name(let name) = components.last {
                words.append(name)
            }
            if case .index(let index) = components.last { words.append("\(index + 1)") }
        }
        return isNamed ? words.joined(separator: " / ") : nil
    }

    var json: JSONValue? {
        guard !names.isEmpty || !claims.isEmpty else { return nil }
        return ["display": .array(names.map(\.json)), "claims": .array(claims.map(\.json))]
    }

    /// Reads what the vault has kept.
    init(json: JSONValue?) {
        let entries = json?["claims"]?.array ?? []
        self.init(names: LocalizedDisplay.list(json?["display"]), claims: (try? ClaimDescription.list(entries)) ?? [])
    }

    /// A description stands for a claim when each part is the same, or stands for all elements of an array.
    private static func describes(_ described: ClaimPathComponent, _ actual: ClaimPathComponent) -> Bool {
        if case (.all, .index) = (described, actual) { return true }
        return described == actual
    }

    private static func bounded(_ display: [LocalizedDisplay]) -> [LocalizedDisplay] {
        display.prefix(limitLanguages).map {
            LocalizedDisplay(name: $0.name.description, locale: $0.locale.map { String($0.prefix(35)) })
        }
    }

    private static func fit(_ claims: [ClaimDescription]) -> Bool {
        claims.reduce(0) { $0 + $1.json.serialized().count } <= limitBytes
    }
}
