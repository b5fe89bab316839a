import JSON
import OpenID4VCI

/// Small structures as JSON text in a column.
enum StoredText {
    static func list(_ strings: [String]) -> String { JSONValue.array(strings.map(JSONValue.string)).text }

    static func strings(_ text: String) -> [String] {
        (try? JSONValue(parsing: text, limits: .own))?.array?.compactMap(\.string) ?? []
    }

    static func input(_ text: String) throws(IssuerKitError) -> TransactionCodeInput {
        guard let object = (try? JSONValue(parsing: text, limits: .own))?.object else {
            throw .internalInconsistency("the stored description of a transaction code is no JSON object")
        }
        do { return try TransactionCodeInput(object) } catch { throw .openID4VCI(error) }
    }

    static func granted(_ granted: [GrantedCredential]) -> String {
        JSONValue.object(JSONObject(granted.map { ($0.configurationID, .array($0.identifiers.map(JSONValue.string))) }))
            .text
    }

    static func granted(_ text: String) -> [GrantedCredential] {
        ((try? JSONValue(parsing: text, limits: .own))?.object ?? JSONObject()).map { member in
            GrantedCredential(
                configurationID: member.name, identifiers: member.value.array?.compactMap(\.string) ?? [])
        }
    }
}
