import CredentialModel
import DCQL
import JSON
import Rules
import Testing

@Suite struct DCQLQueryTests {
    /// A query that uses every member.
    private let full = """
        {"credentials":[
          {"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["urn:a","urn:b"]},"multiple":true,
           "trusted_authorities":[{"type":"aki","values":["_wA"]},{"type":"other","values":["x"]}],
           "require_cryptographic_holder_binding":false,
           "claims":[{"id":"a","path":["name"]},{"id":"b","path":["ids",null,0],"values":["x",1,-1,true]}],
           "claim_sets":[["a"],["b","a"]]},
          {"id":"mdl","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"},
           "claims":[{"path":["org.iso.18013.5.1","given_name"],"intent_to_retain":true}]},
          {"id":"w3c","format":"jwt_vc_json","meta":{"type_values":[["A","B"],["C"]]}},
          {"id":"new","format":"future","meta":{"any":1}}],
         "credential_sets":[{"options":[["pid"],["mdl","w3c"]]},{"options":[["new"]],"required":false}]}
        """

    @Test func `DCQL-01 to DCQL-07 every member is read, and written again`() throws {
        let json = try JSONValue(parsing: full)
        let query = try DCQLQuery(json: json, reader: .verifier)
        #expect(query.json.text == json.text)
        let pid = query.credentials[0]
        #expect(pid.allowsMultiple && !pid.requiresHolderBinding)
        #expect(pid.meta.accepted == .types(["urn:a", "urn:b"]))
        #expect(pid.claims?.map(\.path) == [["name"], ["ids", nil, 0]])
        #expect(pid.claimSets == [[0], [1, 0]])
        #expect(pid.trustedAuthorities?.map(\.kind) == [.authorityKeyIdentifier, .init(rawValue: "other")])
        #expect(query.credentials[1].claims?[0].intentToRetain == true)
        #expect(query.credentials[2].meta.accepted == .typeValues([["A", "B"], ["C"]]))
        #expect(query.credentials[3].meta.accepted == .unknown)
        #expect(query.credentialSets?.map(\.isRequired) == [true, false])
        #expect(query.credentialSets?[0].options == [[0], [1, 2]])
    }

    @Test func `DCQL-02 defaults`() throws {
        let query = try DCQLQuery(
            parsing: Array(#"{"credentials":[{"id":"a","format":"x","meta":{}}]}"#.utf8))
        let credential = query.credentials[0]
        #expect(!credential.allowsMultiple && credential.requiresHolderBinding)
        #expect(credential.claims == nil && credential.claimSets == nil && credential.trustedAuthorities == nil)
        #expect(query.credentialSets == nil)
    }
}
