public import CredentialModel
public import JSON
import OpenID4VCI

/// What a type file says about one claim.
///
/// Source: SD-JWT VC type metadata `claims` (VC-57), plus our member `value`.
public struct ClaimRule: Sendable, Hashable {
    /// Whether a claim may be kept back by the holder.
    public enum Disclosure: String, Sendable, Hashable {
        /// The holder decides.
        case always
        /// The issuer decides; this issuer then lets the holder decide.
        case allowed
        /// Everyone who sees the credential sees the claim.
        case never
    }

    /// Where the claim stands.
    public let path: ClaimPath
    /// Whether it is always there, as far as the claim around it is.
    public let isMandatory: Bool
    /// Whether the holder can keep it back.
    public let disclosure: Disclosure
    /// What it may say.
    public let value: ValueRule
    /// The claim's entry in type metadata.
    public let typeMetadata: JSONValue
    /// The names for people.
    public let display: [LocalizedDisplay]

    /// Reads one element of `claims`.
    ///
    /// - Returns: nil when the entry breaks VC-57 or its `value` is unknown.
    init?(_ entry: JSONValue) {
        guard var object = entry.object, let json = object["path"], let path = try? ClaimPath(json: json) else {
            return nil
        }
        guard let disclosure = Disclosure(rawValue: object["sd"]?.string ?? "allowed") else { return nil }
        guard object["mandatory"] == nil || object["mandatory"]?.bool != nil else { return nil }
        guard let rule = object["value"], let value = ValueRule(rule) else { return nil }
        guard Self.isTemplateName(object["svg_id"]) else { return nil }
        (self.path, self.disclosure, self.value) = (path, disclosure, value)
        isMandatory = object["mandatory"]?.bool ?? false
        var display: [LocalizedDisplay] = []
        for label in object["display"]?.array ?? [] {
            guard let name = label["label"]?.string, let locale = label["locale"]?.string else { return nil }
            display.append(LocalizedDisplay(name: name, locale: locale, text: label["description"]?.string))
        }
        self.display = display
        object["value"] = nil
        typeMetadata = .object(object)
    }

    /// Letters, digits and underscores, no digit first (VC-57).
    private static func isTemplateName(_ value: JSONValue?) -> Bool {
        guard let value else { return true }
        guard let name = value.string, let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F }
    }
}

extension ClaimRule {
    /// The claim as the issuer's metadata describes it.
    var description: ClaimDescription { ClaimDescription(path: path, isMandatory: isMandatory, display: display) }
}
