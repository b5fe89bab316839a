public import CredentialModel
import JSON
import Rules

/// What type metadata says about one claim.
///
/// Source: SD-JWT VC §9 (VC-57, VC-59).
public struct TypeClaim: Sendable, Hashable {
    /// Whether the claim is disclosed selectively.
    public enum Disclosure: String, Sendable, Hashable {
        /// The issuer must leave it to the holder.
        case always
        /// The issuer may.
        case allowed
        /// The issuer must not.
        case never
    }

    /// Which claims are meant.
    public let path: ClaimPath
    /// What they are called, by language.
    public var display: [LocalizedDisplay] { statedDisplay ?? [] }
    /// Whether every credential of the type has one.
    public var isMandatory: Bool { statedMandatory ?? false }
    /// Whether they are disclosed selectively.
    public var disclosure: Disclosure { statedDisclosure ?? .allowed }
    /// The name of the claim in pictures.
    public let templateName: String?

    // What stands in the document; nil is inherited (VC-59).
    private let statedDisplay: [LocalizedDisplay]?
    private let statedMandatory: Bool?
    private let statedDisclosure: Disclosure?

    init(_ value: JSONValue, _ reader: TypeMetadataReader) throws(TypeMetadataError) {
        let object = try reader.object(value)
        guard let components = object["path"] else { throw reader.malformed("path", "is missing") }
        do throws(CredentialModelError) { path = try ClaimPath(json: components) } catch {
            throw reader.malformed("path", "is none: \(error.refusal.problem)")
        }
        statedDisplay = try reader.array(object, "display", limit: reader.limits.languages).map {
            (entries) throws(TypeMetadataError) in
            var names: [LocalizedDisplay] = []
            for (position, entry) in entries.enumerated() {
                let inner = reader.inside("display[\(position)]")
                names.append(try inner.localized(try inner.object(entry), "label"))
            }
            return names
        }
        if let value = object["mandatory"] {
            guard let isMandatory = value.bool else { throw reader.malformed("mandatory", "is \(value.kind.phrase)") }
            statedMandatory = isMandatory
        } else {
            statedMandatory = nil
        }
        statedDisclosure = try reader.string(object, "sd").map { (word) throws(TypeMetadataError) in
            guard let disclosure = Disclosure(rawValue: word) else {
                throw reader.malformed("sd", "is none of always, allowed and never")
            }
            return disclosure
        }
        templateName = try reader.string(object, "svg_id")
        guard templateName.map(Self.isTemplateName) ?? true else {
            throw reader.malformed("svg_id", "has other characters than letters, digits and _, or begins with a digit")
        }
    }

    /// The claim of a type that extends another, with what it inherits: member by member, never mixed (VC-59).
    ///
    /// - Throws: `disclosureChanged`, `mandatoryWeakened`.
    func inheriting(from parent: TypeClaim) throws(TypeMetadataError) -> TypeClaim {
        if let statedDisclosure, parent.disclosure != .allowed, statedDisclosure != parent.disclosure {
            throw .disclosureChanged(
                path: path, from: parent.disclosure.rawValue, to: statedDisclosure.rawValue)
        }
        if parent.isMandatory, statedMandatory == false { throw .mandatoryWeakened(path: path) }
        return TypeClaim(
            path: path, display: statedDisplay ?? parent.statedDisplay,
            mandatory: statedMandatory ?? parent.statedMandatory,
            disclosure: statedDisclosure ?? parent.statedDisclosure,
            templateName: templateName ?? parent.templateName)
    }

    private init(
        path: ClaimPath, display: [LocalizedDisplay]?, mandatory: Bool?, disclosure: Disclosure?, templateName: String?
    ) {
        (self.path, statedDisplay, statedMandatory) = (path, display, mandatory)
        (statedDisclosure, self.templateName) = (disclosure, templateName)
    }

    /// Letters, digits and underscores, no digit first.
    static func isTemplateName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first), name.utf8.count <= 128 else { return false }
        return name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
        }
    }
}
