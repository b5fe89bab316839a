import Bytes
import Certificates
import JOSE
import JSON
import Rules
import Trust

/// Reads the shared input `trust`: the entries of a trust folder, with certificates in base64 instead of file names.
///
/// ```json
/// [{"id": "post", "purposes": ["postal-issuer"], "types": ["urn:…"], "anchors": ["MIIB…"]},
///  {"id": "shop", "purposes": ["rp-access"], "issuer": "shop", "jwks": {"keys": []}, "response_uris": ["https://…"]}]
/// ```
///
/// With `"published": true` in the place of `jwks`, the keys are at the issuer's address, among the `documents`.
enum VectorTrust {
    static func store(_ input: VectorInput) throws -> TrustStore {
        TrustStore(entries: try (input["trust"]?.array ?? []).map { try entry($0.object ?? [:]) })
    }

    private static func entry(_ json: JSONObject) throws -> TrustEntry {
        var keys: [TrustEntry.Key] = []
        for text in try json.stringsIfPresent("anchors") ?? [] {
            keys.append(.anchor(try Certificate(der: try Base64.decode(text))))
        }
        if let issuer = try json.stringIfPresent("issuer"), let set = json["jwks"] {
            keys.append(.keySet(issuer: issuer, keys: try JWKSet(set)))
        }
        if let issuer = try json.stringIfPresent("issuer"), try json.boolIfPresent("published") ?? false {
            keys.append(.published(issuer: issuer))
        }
        let id = try json.string("id")
        return TrustEntry(
            id: id, name: try json.stringIfPresent("name") ?? id,
            purposes: Set(try json.strings("purposes").map(TrustPurpose.init(rawValue:))),
            types: Set(try json.stringsIfPresent("types") ?? []), keys: keys,
            responseURIs: try json.stringsIfPresent("response_uris") ?? [],
            requestURIs: try json.stringsIfPresent("request_uris") ?? [],
            state: TrustState(rawValue: try json.stringIfPresent("state") ?? "granted") ?? .withdrawn,
            source: "vector")
    }
}
