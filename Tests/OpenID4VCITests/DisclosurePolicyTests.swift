import Certificates
import JSON
import Testing

@testable import OpenID4VCI

/// Policies of disclosure as they stand in an issuer's metadata.
@Suite struct DisclosurePolicyTests {
    private static func policy(_ type: JSONValue?, _ more: JSONObject = [:]) -> JSONValue {
        var object = more
        object["policy_uri"] = "https://post.example/policies/1"
        object["policy_type"] = type
        return .object(object)
    }

    private func problem(_ json: JSONValue) -> String? {
        guard case .unreadable(let problem) = DisclosurePolicy(json).condition else { return nil }
        return problem
    }

    @Test func `PAY-19 the three kinds of policies are read`() throws {
        #expect(DisclosurePolicy(Self.policy("no_policy")).condition == .anyone)
        let parties = Self.policy(
            "authorized_rp_only",
            [
                "authorized_parties": [
                    ["subject_dn": "O=Harbour Bank,C=GR"], ["entitlement_uri": "https://uri.example/psp"],
                    ["subject_dn": "ORGID=VATGR-1", "entitlement_uri": "https://uri.example/bank"],
                ]
            ])
        guard case .parties(let read) = DisclosurePolicy(parties).condition else {
            Issue.record("no list of parties")
            return
        }
        #expect(read.map(\.subject?.text) == ["O=Harbour Bank,C=GR", nil, "ORGID=VATGR-1"])
        #expect(read.map(\.entitlement) == [nil, "https://uri.example/psp", "https://uri.example/bank"])
        let roots = Self.policy(
            "specific_root_of_trust",
            [
                "trusted_roots": [
                    ["issuer_dn": "CN=Root,C=GR", "serial_number": "1"],
                    ["issuer_dn": "CN=Root,C=GR", "serial_number": "0065536"],
                    [
                        "issuer_dn": "CN=Root,C=GR",
                        "serial_number": "1461501637330902918203684832716283019655932542975",
                    ],
                ]
            ])
        guard case .authorities(let authorities) = DisclosurePolicy(roots).condition else {
            Issue.record("no list of authorities")
            return
        }
        #expect(authorities.map(\.subject.text) == ["CN=Root,C=GR", "CN=Root,C=GR", "CN=Root,C=GR"])
        #expect(authorities.map(\.serialNumber) == [[1], [1, 0, 0], [UInt8](repeating: 0xFF, count: 20)])
    }

    @Test(
        arguments: [
            ([:], "policy_uri"), (["policy_type": "no_policy"], "policy_uri"), ("no_policy", "policy_uri"),
            (["policy_uri": "urn:x", "policy_type": .null], "policy_type"), (["policy_uri": "urn:x"], "policy_type"),
            (policy("whitelist"), "'whitelist'"), (policy("authorized_rp_only"), "authorized_parties"),
            (policy("authorized_rp_only", ["authorized_parties": []]), "authorized_parties"),
            (policy("authorized_rp_only", ["authorized_parties": [[:]]]), "authorized_parties"),
            (policy("authorized_rp_only", ["authorized_parties": [["entitlement_uri": ""]]]), "authorized_parties"),
            (policy("authorized_rp_only", ["authorized_parties": [["subject_dn": "Bank"]]]), "authorized_parties"),
            (
                policy(
                    "authorized_rp_only", ["authorized_parties": [["subject_dn": 1, "entitlement_uri": "urn:x"]]]),
                "authorized_parties"
            ),
            (
                policy("authorized_rp_only", ["authorized_parties": [["subject_dn": "CN=a"], ["subject_dn": "a"]]]),
                "authorized_parties"
            ),
            (policy("specific_root_of_trust"), "trusted_roots"),
            (policy("specific_root_of_trust", ["trusted_roots": [["issuer_dn": "CN=a"]]]), "trusted_roots"),
            (
                policy("specific_root_of_trust", ["trusted_roots": [["issuer_dn": "CN=a", "serial_number": 1]]]),
                "trusted_roots"
            ),
            (
                policy("specific_root_of_trust", ["trusted_roots": [["issuer_dn": "CN=a", "serial_number": "0"]]]),
                "trusted_roots"
            ),
            (
                policy("specific_root_of_trust", ["trusted_roots": [["issuer_dn": "CN=a", "serial_number": "0x1"]]]),
                "trusted_roots"
            ),
        ] as [(JSONValue, String)])
    func `PAY-19 a policy that cannot be read says what is wrong with it, and is kept`(json: JSONValue, part: String) {
        #expect(problem(json)?.contains(part) == true, "\(problem(json) ?? "it was read")")
        #expect(DisclosurePolicy(json).json == json)
    }

    @Test func `PAY-19 a policy has a most of entries and a largest size`() {
        let party: JSONValue = ["entitlement_uri": "urn:x"]
        func list(_ count: Int) -> JSONValue {
            Self.policy("authorized_rp_only", ["authorized_parties": .array(Array(repeating: party, count: count))])
        }
        #expect(problem(list(DisclosurePolicy.limitEntries)) == nil)
        #expect(problem(list(DisclosurePolicy.limitEntries + 1))?.contains("256") == true)
        let large = Self.policy(
            "no_policy", ["description": .string(String(repeating: "a", count: DisclosurePolicy.limitBytes))])
        #expect(problem(large)?.contains("16 KiB") == true)
        #expect(DisclosurePolicy(large).json == .null)
        #expect(problem(DisclosurePolicy(large).json) != nil, "read again from a record it permits nobody either")
    }

    @Test func `PAY-19 an explanation is an https address`() {
        for (text, isTaken) in [
            ("https://post.example/why", true), ("http://post.example/why", false), ("javascript:alert(1)", false),
        ] {
            let policy = DisclosurePolicy(Self.policy("no_policy", ["policy_info_url": .string(text)]))
            #expect(policy.explanation == (isTaken ? text : nil))
        }
    }

    @Test func `PAY-19 a policy stands in the configuration of its credentials, and extensions are left alone`() throws
    {
        let policy = Self.policy("no_policy", ["extensions": [["x": 1]]])
        let configuration = CredentialConfiguration(
            id: "a", vct: "urn:x:a", scope: nil, signingAlgorithms: ["ES256"], keyBinding: nil, display: [], claims: [],
            disclosurePolicy: DisclosurePolicy(policy))
        #expect(configuration.json["embedded_disclosure_policy"] == policy)
        let read = try CredentialConfiguration(id: "a", configuration.json)
        #expect(read.disclosurePolicy?.condition == .anyone)
        var without = configuration.json.object ?? [:]
        without["embedded_disclosure_policy"] = nil
        #expect(try CredentialConfiguration(id: "a", .object(without)).disclosurePolicy == nil)
        without["embedded_disclosure_policy"] = "x"
        #expect(
            try CredentialConfiguration(id: "a", .object(without)).disclosurePolicy?.condition != .anyone,
            "one that cannot be read is not none")
    }
}
