import HTTP
import JSON
import Rules

/// Reads the members of one object and puts the rule and the place into what goes wrong.
struct DocumentReader {
    let document: Document
    let object: JSONObject
    let rule: RuleID
    let place: String

    init(_ document: Document, _ object: JSONObject, rule: RuleID, at place: String = "") {
        (self.document, self.object, self.rule, self.place) = (document, object, rule, place)
    }

    func string(_ name: String) throws(OpenID4VCIError) -> String {
        do { return try object.string(name) } catch { throw wrapped(error) }
    }

    func stringIfPresent(_ name: String) throws(OpenID4VCIError) -> String? {
        do { return try object.stringIfPresent(name) } catch { throw wrapped(error) }
    }

    func integerIfPresent(_ name: String) throws(OpenID4VCIError) -> Int64? {
        do { return try object.integerIfPresent(name) } catch { throw wrapped(error) }
    }

    func boolIfPresent(_ name: String) throws(OpenID4VCIError) -> Bool? {
        do { return try object.boolIfPresent(name) } catch { throw wrapped(error) }
    }

    func object(_ name: String) throws(OpenID4VCIError) -> JSONObject {
        do { return try object.object(name) } catch { throw wrapped(error) }
    }

    func objectIfPresent(_ name: String) throws(OpenID4VCIError) -> JSONObject? {
        do { return try object.objectIfPresent(name) } catch { throw wrapped(error) }
    }

    func arrayIfPresent(_ name: String) throws(OpenID4VCIError) -> [JSONValue]? {
        do { return try object.arrayIfPresent(name) } catch { throw wrapped(error) }
    }

    /// A non-empty array of strings.
    func strings(_ name: String) throws(OpenID4VCIError) -> [String] {
        let strings: [String]
        do { strings = try object.strings(name) } catch { throw wrapped(error) }
        guard !strings.isEmpty else { throw refused(name, .empty) }
        return strings
    }

    /// A non-empty array of strings, or nil when the member is absent.
    func stringsIfPresent(_ name: String) throws(OpenID4VCIError) -> [String]? {
        object.contains(name) ? try strings(name) : nil
    }

    /// A string that only its maker understands.
    func opaque(_ name: String) throws(OpenID4VCIError) -> String {
        let text = try string(name)
        guard OpaqueText.isAcceptable(text) else { throw refused(name, .notOpaqueText) }
        return text
    }

    /// The URL of an endpoint, or nil when the member is absent.
    func endpointIfPresent(_ name: String, hosts: HostPolicy) throws(OpenID4VCIError) -> WebURL? {
        guard let text = try stringIfPresent(name) else { return nil }
        do { return try hosts.url(text) } catch {
            throw .value(document, rule: "META-09", member: path(name), .url(error))
        }
    }

    func refused(_ name: String, _ fault: MemberFault) -> OpenID4VCIError {
        .value(document, rule: rule, member: path(name), fault)
    }

    private func wrapped(_ error: JSONMemberError) -> OpenID4VCIError {
        .member(document, rule: rule, place: place, error)
    }

    private func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }
}

/// Codes, tokens, nonces and identifiers of a peer: taken as they are, never taken apart (IDENT-03).
enum OpaqueText {
    static func isAcceptable(_ text: String) -> Bool {
        (1...2048).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}
