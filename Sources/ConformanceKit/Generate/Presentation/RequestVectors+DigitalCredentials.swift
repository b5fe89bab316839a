import Cryptography
import JOSE
import JSON

/// Requests through the Digital Credentials API.
extension RequestVectors {
    private static let origin = "https://verifier.example"

    private var pageMembers: JSONObject {
        members().without("response_uri").without("state").adding("response_mode", "dc_api")
            .adding("expected_origins", [.string(Self.origin), "https://www.verifier.example"])
    }

    private func entry(_ exchange: String, _ data: JSONObject) -> JSONValue {
        ["protocol": .string(exchange), "data": .object(data)]
    }

    private func signedCall(_ members: JSONObject, type: String = "oauth-authz-req+jwt") throws -> JSONValue {
        let header: JSONObject = ["typ": .string(type), "x5c": JOSEHeader.x5c([leaf])]
        let token = try cast.stranger.token(.object(cast.stranger.header(header)), .object(members))
        return entry("openid4vp-v1-signed", ["request": .string(token)])
    }

    /// Signatures over one payload: each a client identifier, nil for none, and who signs in its name.
    private func multisignedCall(_ payload: JSONObject, _ signers: [(String?, TokenForge)]) throws -> JSONValue {
        var (encoded, signatures): (JSONValue, [JSONValue]) = (.null, [])
        for (client, forge) in signers {
            var header: JSONObject = ["typ": "oauth-authz-req+jwt", "x5c": JOSEHeader.x5c([leaf])]
            header["client_id"] = client.map(JSONValue.string)
            let token = try forge.token(.object(forge.header(header)), .object(payload))
            let parts = token.split(separator: ".").map { JSONValue.string(String($0)) }
            encoded = parts[1]
            signatures.append(["protected": parts[0], "signature": parts[2]])
        }
        return entry(
            "openid4vp-v1-multisigned", ["request": ["payload": encoded, "signatures": .array(signatures)]])
    }

    private func calling(
        _ id: String, _ comment: String, _ rules: [String], _ flag: String, _ call: JSONValue,
        from origin: String = RequestVectors.origin, _ error: String
    ) -> VectorTest {
        VectorTest(
            "vp-request-dc-\(id)", comment, rules: rules, flags: flag.isEmpty ? [] : [flag],
            input: ["call": call, "origin": .string(origin)], .invalid(error))
    }

    private func called(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ call: JSONValue, client: String?,
        from origin: String = RequestVectors.origin
    ) -> VectorTest {
        VectorTest(
            "vp-request-dc-\(id)", comment, rules: rules, flags: flags,
            input: ["call": call, "origin": .string(origin)],
            .valid([
                "client_id": .string(client ?? "origin:\(origin)"),
                "verifier": client == nil ? .string(origin) : "Post of Kea", "signed": .bool(client != nil),
                "audience": .string("origin:\(origin)"), "response_mode": "dc_api",
                "nonce": .string(VectorCast.nonce), "query": query,
            ]))
    }

    func digitalCredentials() throws -> [VectorTest] {
        let good = pageMembers
        let payload = good.without("client_id")
        let bare = payload.without("expected_origins").without("aud").without("iat").without("exp")
        let call = try signedCall(good)
        let (stranger, issuer) = (cast.stranger, cast.issuer)
        func expecting(_ id: String, _ comment: String, _ value: JSONValue?) throws -> VectorTest {
            let members = value.map { good.adding("expected_origins", $0) } ?? good.without("expected_origins")
            return calling(id, comment, ["DP-04"], "NEG-185", try signedCall(members), "bad_parameter")
        }
        func elsewhere(_ id: String, _ comment: String, _ origin: String) -> VectorTest {
            calling(id, comment, ["DP-04", "DP-08"], "NEG-185", call, from: origin, "origin_not_expected")
        }
        return [
            called("signed", "signed", ["DP-01", "DP-02", "DP-04", "DP-05"], [], call, client: Self.client),
            called(
                "second-origin", "from the second of the expected origins", ["DP-04", "DP-05"], [], call,
                client: Self.client, from: "https://www.verifier.example"),
            called(
                "unsigned", "unsigned", ["DP-02", "DP-05"], [], entry("openid4vp-v1-unsigned", bare), client: nil),
            called(
                "unsigned-client", "unsigned, with a client identifier and origins that are to be ignored",
                ["DP-02", "CID-11"], ["NEG-186"],
                entry(
                    "openid4vp-v1-unsigned",
                    bare.adding("client_id", "origin:https://evil.example")
                        .adding("expected_origins", ["https://evil.example"])),
                client: nil),
            called(
                "state", "state, which has no meaning here", ["DP-03"], [],
                entry("openid4vp-v1-unsigned", bare.adding("state", "s")), client: nil),
            called(
                "list", "the first entry of a known protocol", ["DP-01"], [],
                ["digital": ["requests": [["protocol": "org-iso-mdoc", "data": ["x": 1]], call]]],
                client: Self.client),
            called(
                "multisigned", "several signatures", ["DP-02", "HAIP-06"], [],
                try multisignedCall(payload, [(Self.client, stranger)]), client: Self.client),
            called(
                "multisigned-one-bad", "the first signature does not hold, the second does", ["DP-02"], ["NEG-187"],
                try multisignedCall(payload, [(Self.client, issuer), (Self.client, stranger)]), client: Self.client),
            calling(
                "multisigned-all-bad", "no signature holds", ["DP-02", "JOSE-14", "JOSE-07"], "NEG-187",
                try multisignedCall(payload, [(Self.client, issuer)]), "signature_invalid"),
            calling(
                "multisigned-payload-client", "client_id in the payload that all share", ["DP-02"], "NEG-187",
                try multisignedCall(good, [(Self.client, stranger)]), "bad_parameter"),
            calling(
                "multisigned-no-client", "no client_id in the protected header", ["DP-02", "REQ-06"], "NEG-187",
                try multisignedCall(payload, [(nil, stranger)]), "bad_parameter"),
            calling(
                "multisigned-none", "no signatures", ["DP-02"], "NEG-187", try multisignedCall(payload, []),
                "bad_general_jws"),
            elsewhere("other-origin", "from another origin", "https://evil.example"),
            elsewhere("slash", "from an origin with a trailing slash", "https://verifier.example/"),
            elsewhere("case", "from the origin in another case", "https://Verifier.example"),
            elsewhere("port", "from the origin with the usual port", "https://verifier.example:443"),
            try expecting("origins-empty", "no expected origin", []),
            try expecting("origins-missing", "expected_origins is missing", nil),
            try expecting("origins-text", "expected_origins is a text", .string(Self.origin)),
            calling(
                "scheme", "an origin in the clear", ["DP-04"], "NEG-185",
                try signedCall(good.adding("expected_origins", ["http://verifier.example"])),
                from: "http://verifier.example", "bad_parameter"),
            calling(
                "typ", "typ is JWT", ["REQ-02"], "NEG-150", try signedCall(good, type: "JWT"), "wrong_type"),
            calling(
                "mode", "an answer by post", ["DP-03"], "",
                try signedCall(good.adding("response_mode", "direct_post")), "not_supported"),
            calling(
                "protocol", "a protocol in capitals", ["DP-01"], "",
                ["protocol": "OPENID4VP-V1-SIGNED", "data": call["data"] ?? .null], "not_supported"),
            calling(
                "data-text", "data is a text", ["DP-01"], "", ["protocol": "openid4vp-v1-signed", "data": "x"],
                "bad_parameter"),
            calling(
                "prefix-origin", "the prefix origin in a signed request", ["CID-01", "CID-11"], "NEG-160",
                try signedCall(good.adding("client_id", .string("origin:\(Self.origin)"))),
                "unsupported_client_id_prefix"),
        ]
    }

    /// Addresses of request objects, before anything is fetched.
    func references() -> [VectorTest] {
        func reference(_ client: String, _ address: String) -> String {
            link([("client_id", client), ("request_uri", address)])
        }
        func valid(_ id: String, _ comment: String, _ rules: [String], _ client: String, _ address: String)
            -> VectorTest
        {
            VectorTest(
                "vp-request-\(id)", comment, rules: rules, input: ["link": .string(reference(client, address))],
                .valid([
                    "client_id": .string(client), "request_uri": .string(address), "method": "get",
                ]))
        }
        return [
            valid(
                "uri-known", "from the address that is registered", ["RURI-08"], "kiosk",
                "https://kiosk.example/requests"),
            valid(
                "uri-below", "from below the address that is registered", ["RURI-08"], "kiosk",
                "https://kiosk.example/requests/7"),
            refused(
                "uri-host", "from another host than is registered", ["RURI-08"], "",
                reference("kiosk", "https://evil.example/requests/7"), "bad_parameter"),
            refused(
                "uri-path", "from another path than is registered", ["RURI-08"], "",
                reference("kiosk", "https://kiosk.example/requests-of-others"), "bad_parameter"),
            refused(
                "uri-dots", "a path that steps out of the one that is registered", ["RURI-08"], "",
                reference("kiosk", "https://kiosk.example/requests/../open"), "bad_parameter"),
            refused(
                "uri-http", "request_uri in the clear", ["RURI-01"], "NEG-157",
                reference(Self.client, "http://verifier.example/r/1"), "bad_parameter"),
            refused(
                "uri-loopback", "request_uri on the wallet's own machine", ["RURI-01"], "NEG-157",
                reference(Self.client, "http://127.0.0.1/r/1"), "bad_parameter"),
        ]
    }
}
