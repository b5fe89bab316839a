import Bytes
import Certificates
import Cryptography
import HTTP
import JOSE
import JSON

/// Makes `vectors/openid4vp/request.json`.
struct RequestVectors {
    static let responseURI = "https://verifier.example/response"
    static let client = "x509_san_dns:verifier.example"

    let post: PostCast
    let leaf: Certificate
    var cast: VectorCast { post.cast }

    init(post: PostCast) throws {
        self.post = post
        leaf = try PostCast.template("Verifier", post.cast.stranger.key.publicKey, 20, name: "verifier.example")
            .issued(by: post.root, signedWith: post.rootKey)
    }

    func groups() throws -> [VectorGroup] {
        [
            group("what is accepted", try accepted()), group("links", links()),
            group("signature and sender", try senders()), group("parameters", try parameters()),
            group("encryption", try encryption()), group("answers that a browser carries", try browserModes()),
            group("attested verifiers", try attested()), group("verifiers named by a DID", try decentralized()),
            group("fetched by POST", try byPost()), group("high assurance profile", try haip()),
            group("transaction data", try transactionData()),
            group("Digital Credentials API", try digitalCredentials()),
            group("addresses of request objects", references()),
        ]
    }

    private func group(_ comment: String, _ tests: [VectorTest]) -> VectorGroup {
        let trust: JSONValue = [
            [
                "id": "access", "purposes": ["rp-access"], "types": [],
                "anchors": [.string(Base64.encode(post.root.der))],
            ],
            [
                "id": "shop", "name": "Shop", "purposes": ["rp-access"], "types": [], "issuer": "shop",
                "jwks": ["keys": [cast.jwk(cast.stranger)]], "response_uris": [.string(Self.responseURI)],
            ],
            [
                "id": "kiosk", "name": "Kiosk", "purposes": ["rp-access"], "types": [], "issuer": "kiosk",
                "jwks": ["keys": [cast.jwk(cast.stranger)]], "request_uris": ["https://kiosk.example/requests"],
            ],
        ]
        return VectorGroup(
            operation: "openid4vp.request", comment: comment,
            input: ["trust": trust, "time": .integer(VectorCast.now), "network": "secure"], tests: tests)
    }

    let query: JSONValue = [
        "credentials": [
            [
                "id": "who", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(PostCast.type)]],
                "claims": [["path": ["given_name"]]],
            ]
        ]
    ]

    func members(_ client: String = RequestVectors.client) -> JSONObject {
        [
            "response_type": "vp_token", "response_mode": "direct_post", "client_id": .string(client),
            "response_uri": .string(Self.responseURI), "nonce": .string(VectorCast.nonce), "state": "s-1",
            "dcql_query": query, "iat": .integer(VectorCast.now - 5), "exp": .integer(VectorCast.now + 300),
            "aud": "https://self-issued.me/v2",
        ]
    }

    func link(_ fields: [(String, String)]) -> String {
        let form = URLForm(fields.map { FormField($0.0, $0.1) })
        return "openid4vp://?" + String(decoding: form.bytes, as: UTF8.self)
    }

    func unsigned(_ members: JSONObject) -> String {
        link(members.map { ($0.name, $0.value.string ?? $0.value.text) })
    }

    /// A link with a signed request object, right unless told otherwise.
    func signed(
        _ members: JSONObject? = nil, outside client: String? = nil, type: String? = "oauth-authz-req+jwt",
        chain: [Certificate]? = nil, by forge: TokenForge? = nil
    ) throws(CryptographyError) -> String {
        let members = members ?? self.members()
        var header = JSONObject()
        if let type { header["typ"] = .string(type) }
        let chain = chain ?? [leaf]
        if !chain.isEmpty { header["x5c"] = JOSEHeader.x5c(chain) }
        let forge = forge ?? cast.stranger
        let token = try forge.token(.object(forge.header(header)), .object(members))
        return link([("client_id", client ?? members["client_id"]?.string ?? ""), ("request", token)])
    }

    func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flag: String, _ link: String, _ error: String
    ) -> VectorTest {
        VectorTest(
            "vp-request-\(id)", comment, rules: rules, flags: flag.isEmpty ? [] : [flag],
            input: ["link": .string(link)],
            .invalid(error))
    }

    private func valid(
        _ id: String, _ comment: String, _ rules: [String], client: String, verifier: String, signed: Bool = true,
        _ link: String
    ) -> VectorTest {
        VectorTest(
            "vp-request-\(id)", comment, rules: rules, input: ["link": .string(link)],
            .valid([
                "client_id": .string(client), "verifier": .string(verifier), "signed": .bool(signed),
                "response_uri": .string(Self.responseURI), "nonce": .string(VectorCast.nonce), "state": "s-1",
                "query": query,
            ]))
    }

    private func accepted() throws -> [VectorTest] {
        let hash = "x509_hash:" + Base64URL.encode(HashAlgorithm.sha256.hash(leaf.der))
        let redirect = "redirect_uri:" + Self.responseURI
        return [
            valid(
                "dns", "signed, named by a DNS name",
                ["CID-04", "REQ-02", "REQ-05", "REQ-06", "REQ-11", "REQ-16", "REQ-17", "REQ-19", "CID-13"],
                client: Self.client,
                verifier: "Post of Kea",
                try signed()),
            valid(
                "unknown-parameter", "parameters that nobody knows, inside and beside", ["REQ-04", "REQ-20"],
                client: Self.client, verifier: "Post of Kea",
                try signed(members().adding("x-unknown", [1])) + "&x-unknown=1&nonce=of-nobody-and-nothing"),
            valid(
                "other-iss", "iss of somebody else, which counts for nothing", ["REQ-03"], client: Self.client,
                verifier: "Post of Kea", try signed(members().adding("iss", "https://other.example"))),
            valid(
                "hash", "signed, named by the certificate's hash", ["CID-06"], client: hash, verifier: "Post of Kea",
                try signed(members(hash))),
            valid(
                "registered", "signed by a client registered beforehand", ["CID-01", "REQ-13"], client: "shop",
                verifier: "Shop",
                try signed(members("shop"), chain: [])),
            valid(
                "redirect", "unsigned, named by the place of the answer", ["CID-03", "CID-13"], client: redirect,
                verifier: Self.responseURI, signed: false, unsigned(members(redirect))),
            VectorTest(
                "vp-request-reference", "a request by reference", rules: ["REQ-14", "RURI-01"],
                input: [
                    "link": .string(
                        link([
                            ("client_id", Self.client), ("request_uri", "https://verifier.example/r/1"),
                            ("request_uri_method", "post"),
                        ]))
                ],
                .valid([
                    "client_id": .string(Self.client), "request_uri": "https://verifier.example/r/1", "method": "post",
                ])),
        ]
    }

    private func links() -> [VectorTest] {
        let reference = [("client_id", Self.client), ("request_uri", "https://verifier.example/r/1")]
        return [
            refused("scheme", "a link of another scheme", ["REQ-01"], "", "mailto:?client_id=x", "not_a_request"),
            refused(
                "both", "request and request_uri together", ["REQ-01"], "NEG-152",
                link(reference + [("request", "a.b.c")]),
                "parameters_exclude_each_other"),
            refused(
                "twice", "client_id twice", ["REQ-19"], "", link(reference + [("client_id", "x")]), "repeated_parameter"
            ),
            refused(
                "method-capitals", "request_uri_method=POST", ["REQ-14"], "NEG-156",
                link(reference + [("request_uri_method", "POST")]), "unknown_request_uri_method"),
            refused(
                "method-put", "request_uri_method=put", ["REQ-14"], "NEG-156",
                link(reference + [("request_uri_method", "put")]), "unknown_request_uri_method"),
            refused(
                "no-client", "client_id is missing", ["REQ-06"], "",
                link([("request_uri", "https://verifier.example/r/1")]),
                "bad_parameter"),
        ]
    }

    private func senders() throws -> [VectorTest] {
        let good = members()
        let hash = Base64URL.encode(HashAlgorithm.sha256.hash(post.root.der))
        let wildcard = try PostCast.template("Verifier", cast.stranger.key.publicKey, 21, name: "*.verifier.example")
            .issued(by: post.root, signedWith: post.rootKey)
        let nameless = try PostCast.template("verifier.example", cast.stranger.key.publicKey, 22)
            .issued(by: post.root, signedWith: post.rootKey)
        let self1 = try PostCast.template("Verifier", cast.stranger.key.publicKey, 23, name: "verifier.example")
            .selfSigned(with: cast.stranger.key)
        func prefixed(_ client: String) throws -> String { try signed(members(client)) }
        return [
            refused("typ-missing", "typ is missing", ["REQ-02"], "NEG-150", try signed(type: nil), "wrong_type"),
            refused("typ-jwt", "typ is JWT", ["REQ-02"], "NEG-150", try signed(type: "JWT"), "wrong_type"),
            refused(
                "client-prefix", "outside without the prefix", ["REQ-18", "CID-01"], "NEG-151",
                try signed(outside: "verifier.example"), "unknown_client"),
            refused(
                "client-case", "outside in another case", ["REQ-18"], "NEG-151",
                try signed(outside: "x509_san_dns:Verifier.example"), "client_id_differs"),
            refused(
                "client-iss", "iss where client_id should be", ["REQ-03", "REQ-06"], "NEG-151",
                try signed(good.without("client_id").adding("iss", .string(Self.client)), outside: Self.client),
                "bad_parameter"),
            refused(
                "nested", "a request inside the request", ["REQ-18"], "NEG-152",
                try signed(good.adding("request", "a.b.c")),
                "parameters_exclude_each_other"),
            refused(
                "unsigned", "unsigned with a prefix that asks for a signature", ["CID-02"], "NEG-158", unsigned(good),
                "must_be_signed"),
            refused(
                "redirect-signed", "signed with the prefix redirect_uri", ["CID-03"], "NEG-159",
                try prefixed("redirect_uri:" + Self.responseURI), "must_not_be_signed"),
            refused(
                "prefix-origin", "the prefix origin", ["CID-01", "CID-11"], "NEG-160",
                try prefixed("origin:https://a.example"), "unsupported_client_id_prefix"),
            refused(
                "prefix-https", "a URL without a prefix", ["CID-01"], "NEG-160", try prefixed("https://a.example"),
                "unsupported_client_id_prefix"),
            refused(
                "prefix-uri", "the prefix x509_san_uri", ["CID-01"], "NEG-160",
                try prefixed("x509_san_uri:https://a.example"), "unsupported_client_id_prefix"),
            refused(
                "prefix-capitals", "the prefix in capitals", ["CID-01"], "NEG-160", try prefixed("X509_HASH:abc"),
                "unsupported_client_id_prefix"),
            refused(
                "wildcard", "a certificate for *.verifier.example", ["CID-04", "CID-05"], "NEG-161",
                try signed(members("x509_san_dns:a.verifier.example"), chain: [wildcard]), "certificate_does_not_match"),
            refused(
                "common-name", "the name only as common name", ["CID-04", "CID-05"], "NEG-161",
                try signed(chain: [nameless]),
                "certificate_does_not_match"),
            refused(
                "self-signed", "a certificate that signed itself", ["TRU-02"], "", try signed(chain: [self1]),
                "untrusted"),
            refused(
                "signature", "signed with another key", ["JOSE-14"], "NEG-164", try signed(by: cast.issuer),
                "signature_invalid"),
            refused(
                "hash-of-root", "the hash of another certificate", ["CID-06"], "NEG-163",
                try prefixed("x509_hash:" + hash),
                "certificate_does_not_match"),
            refused(
                "hash-hex", "the hash in hexadecimal", ["CID-06"], "NEG-163",
                try prefixed("x509_hash:" + Hex.encode(HashAlgorithm.sha256.hash(leaf.der))),
                "certificate_does_not_match"),
            refused(
                "expired", "an expired request", ["REQ-17", "JOSE-16"], "NEG-168",
                try signed(good.adding("exp", .integer(VectorCast.now - 61))), "expired"),
            refused(
                "audience", "a request for another wallet", ["REQ-16"], "NEG-168",
                try signed(good.adding("aud", "https://wallet.example")),
                "wrong_audience"),
            refused(
                "unknown", "a client that nobody registered", ["CID-01"], "",
                try signed(members("stranger"), chain: []), "unknown_client"),
        ]
    }

    private func parameters() throws -> [VectorTest] {
        func with(
            _ id: String, _ comment: String, _ rules: [String], _ flag: String, _ name: String, _ value: JSONValue?,
            _ error: String = "bad_parameter"
        ) throws -> VectorTest {
            let changed = value.map { members().adding(name, $0) } ?? members().without(name)
            return refused(id, comment, rules, flag, try signed(changed), error)
        }
        func queried(_ id: String, _ comment: String, _ rules: [String], _ path: JSONValue, _ error: String) throws
            -> VectorTest
        {
            let query: JSONValue = [
                "credentials": [
                    ["id": "who", "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:x"]], "claims": [["path": path]]]
                ]
            ]
            return try with(id, comment, rules, "NEG-175", "dcql_query", query, error)
        }
        func supporting(_ formats: JSONValue) -> JSONValue { ["vp_formats_supported": formats] }
        let licence: JSONValue = [
            "id": "who", "format": "mso_mdoc", "meta": ["doctype_value": "org.iso.18013.5.1.mDL"],
        ]
        return [
            try with(
                "format-unknown", "a format that nobody here has, alone", ["WM-06"], "", "dcql_query",
                ["credentials": [licence]], "no_common_format"),
            try with(
                "format-not-listed", "a format that the verifier itself does not list", ["WM-06", "REQ-12"], "",
                "client_metadata", supporting(["mso_mdoc": [:]]), "no_common_format"),
            try with(
                "format-shape", "algorithms as one text", ["WM-02", "REQ-12"], "", "client_metadata",
                supporting(["dc+sd-jwt": ["sd-jwt_alg_values": "ES256"]])),
            try with(
                "query-and-scope", "dcql_query and scope", ["REQ-09"], "NEG-153", "scope", "x",
                "parameters_exclude_each_other"),
            try with("no-query", "no query", ["REQ-09"], "NEG-153", "dcql_query", nil),
            try with("no-nonce", "nonce is missing", ["REQ-07"], "NEG-154", "nonce", nil),
            try with("nonce-empty", "nonce is empty", ["REQ-07"], "NEG-154", "nonce", ""),
            try with("nonce-space", "nonce has a space", ["REQ-07"], "NEG-154", "nonce", "0123456789 abcdef"),
            try with("nonce-plus", "nonce has a plus", ["REQ-07"], "NEG-154", "nonce", "0123456789+abcdef"),
            try with("nonce-slash", "nonce has a slash", ["REQ-07"], "NEG-154", "nonce", "0123456789/abcdef"),
            try with("nonce-equals", "nonce has an equals sign", ["REQ-07"], "NEG-154", "nonce", "0123456789abcdef=="),
            try with(
                "nonce-unicode", "nonce has a letter beyond ASCII", ["REQ-07"], "NEG-154", "nonce", "0123456789abcdefé"),
            try with(
                "nonce-long", "nonce has 513 characters", ["REQ-07"], "NEG-154", "nonce",
                .string(String(repeating: "a", count: 513))),
            try with("state-space", "state has a space", ["REQ-08"], "", "state", "a b"),
            try with("state-number", "state is a number", ["REQ-08"], "", "state", 1),
            try with(
                "response-type", "response_type is code", ["REQ-05"], "", "response_type", "code", "not_supported"),
            try with(
                "redirect-uri", "direct_post with redirect_uri", ["REQ-11"], "NEG-167", "redirect_uri",
                "https://verifier.example/", "parameters_exclude_each_other"),
            try with("no-response-uri", "direct_post without response_uri", ["REQ-11"], "NEG-167", "response_uri", nil),
            try with(
                "other-host", "the answer goes to another host", ["CID-04", "CID-05"], "NEG-162", "response_uri",
                "https://evil.example/r", "response_target_not_covered"),
            try with(
                "http", "the answer goes over http", ["SES-11"], "NEG-162", "response_uri", "http://verifier.example/r"),
            try with(
                "user-info", "user information before the host", ["SEC-24"], "NEG-162",
                "response_uri", "https://verifier.example@evil.example/r", "url_user_information"),
            try queried("path-empty", "an empty path", ["PATH-05", "DCQL-04"], [], "path_empty"),
            try queried("path-negative", "a negative index", ["PATH-05", "DCQL-04"], [-1], "path_index_negative"),
            try queried("path-bool", "true in a path", ["PATH-05"], [true], "path_component"),
            refused(
                "metadata", "metadata of a registered client", ["REQ-13"], "NEG-169",
                try signed(members("shop").adding("client_metadata", [:]), chain: []), "metadata_of_registered_client"),
        ]
    }
}
