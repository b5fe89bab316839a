import Certificates
import Cryptography
import JOSE
import JSON
import QRCode
import TestSupport
import TokenStatusList

/// Inputs of the kinds that no vector holds: certificates, keys in DER, pictures, compressed lists, whole messages.
enum Samples {
    static let all: [[UInt8]] = (try? made()) ?? []

    private static func made() throws -> [[UInt8]] {
        let post = try TestPost()
        let credential = try post.credential()
        let shown = try post.presentation(
            of: credential, showing: ["given_name", "address"], audience: "https://shop.example", nonce: "n-0123456789")
        var list = try StatusList(count: 4096, bits: 1)
        try list.set(.invalid, at: 77)
        let token = StatusListPublication(uri: "https://post.example/lists/1", issuedAt: TestPost.time)
        let signed = try token.signed(list, by: post.key, certificates: [post.leaf])
        let key = JWK(publicKey: post.key.publicKey)
        let objects: [JSONValue] = [
            ["keys": [.object(key.json)]], .object(key.json), ["vp_token": ["q": [.string(shown)]]],
            ["q": [.string(shown)]],
            ["status_list": ["idx": 77, "uri": "https://post.example/lists/1"]],
            [
                "credential_issuer": "https://post.example", "credential_configuration_ids": ["identity"],
                "grants": [
                    "urn:ietf:params:oauth:grant-type:pre-authorized_code": [
                        "pre-authorized_code": "c-0123456789abcdef"
                    ]
                ],
            ],
            [
                "vct": "urn:x", "extends": "urn:y", "extends#integrity": "sha256-AAAA",
                "display": [["locale": "en", "name": "X", "rendering": ["simple": ["text_color": "#FFF"]]]],
                "claims": [["path": ["a", .null, 0], "sd": "always", "mandatory": true, "svg_id": "a"]],
                "category": "urn:eu:europa:ec:eudi:sua:sca",
                "transaction_data_types": [
                    "urn:eudi:sca:payment:1": [
                        "schema": "urn:eudi:sca:payment:1", "claims_uri": "https://x.example/claims",
                        "ui_labels": ["affirmative_action_label": [["lang": "en", "value": "Pay"]]],
                    ],
                    "urn:y": ["claims": [["path": ["payload", "amount"], "visualisation": 1, "display": []]]],
                ],
            ],
            try JSONValue(parsing: try repositoryFile("examples/transaction-data/payment.json")),
            try JSONValue(parsing: try repositoryFile("examples/transaction-data/money-order.json")),
            try JSONValue(parsing: try repositoryFile("examples/transaction-data/login.json")),
            try JSONValue(parsing: try repositoryFile("examples/transaction-data/account-access.json")),
            try JSONValue(parsing: try repositoryFile("examples/transaction-data/mandate.json")),
            ["access_token": "t-0123456789abcdef", "token_type": "Bearer", "expires_in": 300],
            ["credentials": [["credential": .string(credential)]]],
            ["credential_configuration_id": "identity", "proofs": ["jwt": ["a.b.c"]]],
        ]
        let links = [
            "openid4vp://?client_id=x509_san_dns%3Ashop.example&request_uri=https%3A%2F%2Fshop.example%2Fr%2F1",
            "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fpost.example%2Foffers%2F1",
            "sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=", "data:image/png;base64,AQID",
            "<svg xmlns='http://www.w3.org/2000/svg'><!-- a --><style>g { fill: url(#b) }</style>"
                + "<g id='b' fill='url(#b)'><text x=\"1\">{{town}} &amp; {{c}}</text></g></svg>",
            "2026-11-24T00:00:00Z", "[\"address\",null,0]", "application/json; charset=utf-8", "2001:db8::1",
        ]
        let binary: [[UInt8]] = [
            post.leaf.der, post.root.der, Array(PEM.text(of: [post.leaf, post.root]).utf8),
            post.key.publicKey.subjectPublicKeyInfo, Array(credential.utf8), Array(shown.utf8), Array(signed.utf8),
            try list.compressed(), try QRMatrix("A").png(scale: 2), try JSONValue.object(list.json()).serialized(),
            Array(#"["salt-0123456789","given_name",{"_sd_x":["Ada"]}]"#.utf8),
            Array(#"["salt-0123456789","GR"]"#.utf8),
        ]
        return binary + objects.map { $0.serialized() } + links.map { Array($0.utf8) }
    }
}
