import Bytes
public import JSON
import Rules

extension CredentialFacts {
    /// Reads a description of a credential, as vectors and examples write it.
    ///
    /// ```json
    /// {"id": "c1", "format": "dc+sd-jwt", "type": "urn:carnet:postal:identity:1", "holder_bound": true,
    ///  "claims": {"given_name": "Ana", "ids": ["x", "y"]}, "disclosable": [["given_name"], ["ids", 0]]}
    /// ```
    ///
    /// Optional: `other_types`, `authority_key_identifiers` (base64url), `trusted_lists`, `federation_entities`,
    /// `issued_at` (seconds), and `disclosed`, the part of `disclosable` that a verifier received.
    /// - Throws: `facts`, `noSuchClaim`, and the errors of paths.
    public init(json: JSONValue) throws(CredentialModelError) {
        guard let object = json.object else {
            throw .facts(.wrongType(member: "credential", expected: .object, found: json.kind))
        }
        var tree: ClaimTree
        let disclosable = try Self.paths("disclosable", in: object) ?? []
        do throws(JSONMemberError) {
            id = try object.string("id")
            format = CredentialFormat(rawValue: try object.string("format"))
            type = try object.string("type")
            otherTypes = try object.stringsIfPresent("other_types") ?? []
            isHolderBound = try object.bool("holder_bound")
            trustedLists = try object.stringsIfPresent("trusted_lists") ?? []
            federationEntities = try object.stringsIfPresent("federation_entities") ?? []
            issuedAt = try object.integerIfPresent("issued_at").map(UnixTime.init(seconds:))
            var identifiers: [[UInt8]] = []
            for text in try object.stringsIfPresent("authority_key_identifiers") ?? [] {
                guard let bytes = try? Base64URL.decode(text) else {
                    throw .wrongType(member: "authority_key_identifiers", expected: .strings, found: .string)
                }
                identifiers.append(bytes)
            }
            authorityKeyIdentifiers = identifiers
            tree = ClaimTree(plain: .object(try object.object("claims")))
        } catch {
            throw .facts(error)
        }
        tree = try ClaimTree(claims: tree.json, disclosable: disclosable)
        if let disclosed = try Self.paths("disclosed", in: object) {
            tree = tree.revealing(DisclosureSet(disclosable.indices.filter { disclosed.contains(disclosable[$0]) }))
        }
        claims = tree
    }

    private static func paths(_ member: String, in object: JSONObject) throws(CredentialModelError) -> [ClaimPath]? {
        guard let value = object[member] else { return nil }
        guard let elements = value.array else {
            throw .facts(.wrongType(member: member, expected: .array, found: value.kind))
        }
        var paths: [ClaimPath] = []
        for element in elements { paths.append(try ClaimPath(json: element)) }
        return paths
    }
}
