import Bytes
import Certificates
import JSON
import Trust

extension Operation {
    /// Input: `list` (JWS), `signer` (base64 of the DER), `kind`, `time`, `names` (`normative`, `early_too`). Output: its `sequence`, and for each service its
    /// `purposes` and its `state`.
    static func readTrustList(_ input: VectorInput) throws -> JSONValue {
        guard let kind = TrustListKind(rawValue: try input.text("kind")) else {
            throw JSONMemberError.missing(member: "kind")
        }
        let settings = TrustListSettings(
            id: "vector", kind: kind, signer: try Certificate(der: try Base64.decode(try input.text("signer"))),
            types: [], names: input["names"]?.string == "early_too" ? .earlyToo : .normative)
        let list = try TrustList(signed: Array(try input.text("list").utf8), settings: settings, at: try input.time())
        let services = list.entries.map { entry -> JSONValue in
            [
                "purposes": .array(entry.purposes.map { .string($0.rawValue) }), "state": .string(entry.state.rawValue),
            ]
        }
        return ["sequence": .integer(list.origin.sequence), "services": .array(services)]
    }
}
