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

extension DCQLQueryTests {
    @Test(arguments: [
        (
            #"{"credentials":[{"id":"a","format":"x","meta":{}},{"id":"b","format":"dc+sd-jwt","meta":{}}]}"#,
            "DCQL-03 missing_member: credentials[1].meta.vct_values is missing"
        ),
        (
            #"{"credentials":[{"id":"a","format":"x","meta":{},"claims":[{"path":["n"]},{"path":[true]}]}]}"#,
            "PATH-05 path_component: credentials[0].claims[1].path: component 0 of the path is a boolean"
        ),
        (
            #"{"credentials":[{"id":"a","format":"x","meta":{},"claims":[{"path":["n"],"values":["v",1.5]}]}]}"#,
            "DCQL-10 inexact_value: credentials[0].claims[0].values[1] is no plain integer up to 2^53 - 1"
        ),
        (
            #"{"credentials":[{"id":"a","format":"x","meta":{},"claims":[{"id":"n","path":["n"]}],"claim_sets":[["n"],["m"]]}]}"#,
            "DCQL-05 unknown_id: credentials[0].claim_sets[1][0] names nothing in the query"
        ),
        (
            #"{"credentials":[{"id":"a","format":"x","meta":{}}],"credential_sets":[{"options":[["a"],["a",1]]}]}"#,
            "DCQL-06 wrong_type: credential_sets[0].options[1][1] is a number, expected a string"
        ),
        (#"{"credentials":{}}"#, "DCQL-01 wrong_type: credentials is an object, expected an array"),
        (
            #"{"credentials":[{"id":"a","format":"jwt_vc_json","meta":{"type_values":[["A"],["B",1]]}}]}"#,
            "DCQL-03 wrong_type: credentials[0].meta.type_values[1][1] is a number, expected a string"
        ),
        (#"{"a":1,"a":2}"#, "JOSE-03 duplicate_name: the member 'a' occurs again at byte 7"),
    ])
    func `DCQL-09 an error names rule and place`(text: String, words: String) {
        do {
            _ = try DCQLQuery(parsing: Array(text.utf8))
            Issue.record("accepted")
        } catch {
            #expect(error.description.hasPrefix(words), "\(error)")
        }
    }

    @Test func `DCQL-04 a verifier's own query must not ask for a claim twice`() throws {
        let text = Array(
            #"{"credentials":[{"id":"a","format":"x","meta":{},"claims":[{"path":["n"]},{"path":["m"]},{"path":["n"]}]}]}"#
                .utf8)
        #expect(throws: DCQLError.duplicatePath(place: "credentials[0].claims[2].path")) {
            try DCQLQuery(parsing: text, reader: .verifier)
        }
        #expect(try DCQLQuery(parsing: text).credentials[0].claims?.count == 3)
    }

    @Test func `DCQL-09 a configured limit beyond 64 queries has no effect`() {
        #expect(DCQLLimits(credentials: 1000).credentials == 64)
        #expect(DCQLLimits(credentials: 3).credentials == 3)
        var later = DCQLLimits.default
        later.credentials = 65
        #expect(later.credentials == 64)
    }
}

extension DCQLQueryTests {
    @Test(arguments: ["", "_wA=", "/wA", "_w A", "_"])
    func `DCQL-07 the identifier of an authority's key is base64url of something`(value: String) throws {
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "a", "format": "x", "meta": [:],
                    "trusted_authorities": [["type": "aki", "values": ["_wA", .string(value)]]],
                ]
            ]
        ]
        #expect(throws: DCQLError.badKeyIdentifier(place: "credentials[0].trusted_authorities[0].values[1]")) {
            try DCQLQuery(json: query, reader: .verifier)
        }
    }

    @Test func `DCQL-09 a set names no more claims than a query may have`() throws {
        func query(_ count: Int) -> JSONValue {
            let claims = (0..<2).map { JSONValue.object(["id": .string("c\($0)"), "path": ["c\($0)"]]) }
            return [
                "credentials": [
                    [
                        "id": "a", "format": "x", "meta": [:], "claims": .array(claims),
                        "claim_sets": [.array([JSONValue](repeating: "c0", count: count))],
                    ]
                ]
            ]
        }
        var limits = DCQLLimits.default
        limits.claims = 2
        do throws(DCQLError) {
            _ = try DCQLQuery(json: query(3), reader: .verifier, limits: limits)
            Issue.record("it was read")
        } catch { #expect(error.refusal.code.contains("many"), "\(error)") }
    }
}
