import CredentialModel
import JSON
import Rules

/// Reads the members of one object of a document, and says where it stands when one is wrong.
struct TypeMetadataReader {
    /// The rule that describes the object.
    let rule: RuleID
    /// Where the object stands, for people.
    let place: String
    let limits: TypeMetadataLimits

    func malformed(_ name: String, _ problem: String) -> TypeMetadataError {
        .member(rule: rule, place: place, name: name, problem: problem)
    }

    /// The reader for an object inside of this one, which may have a rule of its own.
    func inside(_ name: String, rule: RuleID? = nil) -> TypeMetadataReader {
        TypeMetadataReader(rule: rule ?? self.rule, place: "\(place).\(name)", limits: limits)
    }

    /// The reader for an entry of an array.
    func element(_ position: Int) -> TypeMetadataReader {
        TypeMetadataReader(rule: rule, place: "\(place)[\(position)]", limits: limits)
    }

    func object(_ value: JSONValue) throws(TypeMetadataError) -> JSONObject {
        guard let object = value.object else { throw malformed("", "is \(value.kind.phrase)") }
        return object
    }

    /// A string; `null` is another kind, so that a member that is there and wrong never counts as absent.
    func string(_ object: JSONObject, _ name: String) throws(TypeMetadataError) -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.string else { throw malformed(name, "is \(value.kind.phrase)") }
        guard text.utf8.count <= limits.addressBytes else {
            throw malformed(name, "is longer than \(limits.addressBytes) bytes")
        }
        return text
    }

    func required(_ object: JSONObject, _ name: String) throws(TypeMetadataError) -> String {
        guard let text = try string(object, name) else { throw malformed(name, "is missing") }
        guard !text.isEmpty else { throw malformed(name, "is empty") }
        return text
    }

    /// A text for people, cut and cleaned (VC-63).
    func text(_ object: JSONObject, _ name: String, limit: Int) throws(TypeMetadataError) -> DisplayText? {
        guard let value = object[name] else { return nil }
        guard let text = value.string else { throw malformed(name, "is \(value.kind.phrase)") }
        return DisplayText(text, limit: limit)
    }

    /// A name in one language: the language is `locale`, which payment documents call `lang` (TMETA-03).
    func localized(_ object: JSONObject, _ member: String) throws(TypeMetadataError) -> LocalizedDisplay {
        guard let name = object[member] else { throw malformed(member, "is missing") }
        guard let name = name.string else { throw malformed(member, "is \(name.kind.phrase)") }
        let locale = try language(object)
        let description = object["description"]
        guard description == nil || description?.string != nil else { throw malformed("description", "is no string") }
        return LocalizedDisplay(name: name, locale: locale, text: description?.string)
    }

    /// The language of a text.
    func language(_ object: JSONObject) throws(TypeMetadataError) -> String {
        let member = object["locale"] == nil && object["lang"] != nil ? "lang" : "locale"
        let language = try required(object, member)
        // The longest registered tag has 35 characters; private ones are not worth a document.
        guard language.utf8.count <= 64 else { throw malformed(member, "is longer than 64 bytes") }
        return language
    }

    func array(_ object: JSONObject, _ name: String, limit: Int) throws(TypeMetadataError) -> [JSONValue]? {
        guard let value = object[name] else { return nil }
        guard let elements = value.array else { throw malformed(name, "is \(value.kind.phrase)") }
        guard elements.count <= limit else {
            throw .tooMany(what: "\(place).\(name)", count: elements.count, limit: limit)
        }
        return elements
    }

    func integrity(_ object: JSONObject, _ name: String) throws(TypeMetadataError) -> SubresourceIntegrity? {
        guard let text = try string(object, name) else { return nil }
        return try SubresourceIntegrity(parsing: text)
    }
}
