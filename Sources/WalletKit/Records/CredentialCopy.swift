import JSON
import Rules
import Vault

/// One copy of a credential.
///
/// A copy is shown to one verifier only: two verifiers that saw the same signature would know that they saw the same
/// person (SDPRV-01).
struct CredentialCopy: Sendable {
    /// Stands for a verifier that nobody knows; no client identifier has a space.
    static let unknownVerifier = "unknown verifier"

    /// Where it lies.
    let record: RecordID
    /// The state of the record; a change expects it, so that two processes cannot use one copy twice.
    let version: RecordVersion
    /// The credential that it belongs to.
    let credentialID: String
    /// The compact form as received.
    let text: String
    /// The record of the key that it is bound to; nil for a credential without key.
    let key: RecordID?
    /// The verifier that has seen it; nil for none.
    var shownTo: String?

    var value: [UInt8] { Self.value(credentialID: credentialID, text: text, key: key, shownTo: shownTo) }

    static func value(credentialID: String, text: String, key: RecordID?, shownTo: String?) -> [UInt8] {
        var object: JSONObject = ["version": 1, "credential": .string(credentialID), "text": .string(text)]
        object["key"] = key.map { .string($0.description) }
        object["shown_to"] = shownTo.map(JSONValue.string)
        return JSONValue.object(object).serialized()
    }

    init(_ record: VaultRecord) throws(WalletKitError) {
        guard let json = try? JSONValue(parsing: record.value, limits: .own), json["version"] == 1,
            let credentialID = json["credential"]?.string, let text = json["text"]?.string
        else { throw .unreadableRecord(category: Category.copy) }
        self.record = record.id
        version = record.version
        (self.credentialID, self.text) = (credentialID, text)
        key = json["key"]?.string.flatMap { RecordID($0) }
        shownTo = json["shown_to"]?.string
    }

    /// Whether this verifier may see it.
    func mayBeShown(to verifier: String) -> Bool { shownTo == nil || shownTo == verifier }
}
