import JSON
import OpenID4VP

/// What is answered in the examples.
extension APIExamples {
    static let answers: [String: [APIExample]] = [
        "Health": [APIExample("ok", "The process answers", ["status": "ok"])],
        "TransactionBegun": [
            APIExample(
                "link", "For a wallet that is called by link, QR code or page",
                [
                    "id": .string(transactionID), "state": "open",
                    "link": .string(
                        "openid4vp://?client_id=x509_hash%3AKmFSqedp93ewFf6UK9fnPvzXAlZ1yKf6Acezi7y-4m4"
                            + "&request_uri=https%3A%2F%2Fverify.example%2Fv1%2Frequests%2F\(requestID)"
                            + "&request_uri_method=post"),
                    "page": "https://verify.example/p/\(pageID)", "expires_at": .string(expiresAt),
                ]),
            APIExample(
                "call", "For a page that calls the Digital Credentials API",
                ["id": .string(transactionID), "state": "open", "call": call, "expires_at": .string(expiresAt)]),
        ],
        "Transaction": [
            APIExample("open", "The wallet has not answered yet", transaction("open", [:])),
            APIExample(
                "accepted", "All held: the first call has the claims; the steps of the report are the first of many",
                transaction(
                    "accepted", ["report": accepted, "claims": ["person": [["given_name": "Ada"]]]])),
            APIExample(
                "declined", "The person declined, or the wallet has nothing of the kind",
                transaction("wallet_error", ["wallet_error": "access_denied"])),
        ],
        "TransactionEnded": [
            APIExample(
                "declined", "The person declined", ["id": .string(transactionID), "state": "wallet_error"])
        ],
        "Report": [
            APIExample("accepted", "All held; the steps are the first of many", accepted),
            APIExample("rejected", "Something did not hold; the steps are the first of many", rejected),
        ],
        "Proof": [
            APIExample(
                "payment", "For the bank that pays",
                [
                    "version": 1, "client_id": .string(client), "nonce": .string(nonce),
                    "response_mode": "direct_post.jwt", "dcql_query": givenName, "requested_at": .string(createdAt),
                    "time": .string(answeredAt), "transaction_data": [.string(TransactionData.encoded(payment))],
                    "vp_token": ["person": [.string(confirmation)]],
                ])
        ],
        "Template": [APIExample("own", "One of the backend's own", template(["dcql_query": over18]))],
        "TemplateList": [APIExample("one", "One of the backend's own", ["templates": [template([:])]])],
        "ResponseTaken": [
            APIExample(
                "sameDevice", "On one device: where the wallet sends the browser",
                ["redirect_uri": "https://verify.example/r/\(requestID)?response_code=\(responseCode)"]),
            APIExample("crossDevice", "From another device: nowhere", [:]),
        ],
        "text/event-stream": [
            APIExample(
                "accepted", "The wallet answers after twenty seconds",
                .string(event("open", createdAt) + event("accepted", answeredAt)))
        ],
    ]

    private static let createdAt = "2026-11-24T00:00:00Z"
    private static let answeredAt = "2026-11-24T00:00:20Z"
    private static let expiresAt = "2026-11-24T00:05:00Z"

    private static func event(_ state: String, _ time: String) -> String {
        "event: state\ndata: {\"id\":\"\(transactionID)\",\"state\":\"\(state)\",\"time\":\"\(time)\"}\n\n"
    }

    private static func transaction(_ state: String, _ more: JSONObject) -> JSONValue {
        var object: JSONObject = [
            "id": .string(transactionID), "state": .string(state), "created_at": .string(createdAt),
            "expires_at": .string(expiresAt), "phishing_resistant": false,
        ]
        for (name, value) in more { object[name] = value }
        return .object(object)
    }

    private static func template(_ more: JSONObject) -> JSONValue {
        var object: JSONObject = [
            "name": .string(templateName), "shared": false, "updated_at": .string(createdAt), "purpose": purpose,
        ]
        for (name, value) in more { object[name] = value }
        return .object(object)
    }

    private static let accepted: JSONValue = [
        "verdict": "accepted", "checked_at": .string(answeredAt),
        "credentials": [
            [
                "query": "person", "format": "dc+sd-jwt", "type": "urn:carnet:postal:identity:1",
                "issuer": "C=GR, O=Post of Kea, CN=Post of Kea Credentials", "key_binding": ["holder_bound": true],
                "validity": ["issued_at": "2026-11-23T23:00:00Z", "expires_at": "2026-11-25T00:00:00Z"],
                "status": ["state": "not_needed", "life_seconds": 90_000],
                "trust": [
                    "anchor": "Post of Kea (C=GR, O=Post of Kea, CN=Post of Kea Root)",
                    "path": [
                        "C=GR, O=Post of Kea, CN=Post of Kea Credentials", "C=GR, O=Post of Kea, CN=Post of Kea Root",
                    ],
                ],
                "revealed": ["given_name"],
                "account": ["issuer": "kea-post: https://post.example", "fit": [], "unfit": ["given_name"]],
            ]
        ],
        "steps": [
            ["rule": "VFY-06", "subject": "response", "check": "shape of the response", "outcome": "passed"],
            [
                "rule": "VC-41", "subject": "presentation 'person'", "check": "issuer is trusted for the type",
                "value": "C=GR, O=Post of Kea, CN=Post of Kea Credentials", "outcome": "passed",
            ],
            [
                "rule": "STA-08", "subject": "presentation 'person'", "check": "status of the credential",
                "outcome": "skipped", "why": "not needed: it lives 90000 s, and up to 1209600 s need none",
            ],
        ],
    ]

    private static let rejected: JSONValue = [
        "verdict": "rejected", "refusal": cut, "checked_at": .string(answeredAt),
        "credentials": [
            [
                "query": "person", "format": "dc+sd-jwt", "key_binding": ["holder_bound": false],
                "status": ["state": "not_checked", "why": "verification ended before"], "revealed": [],
            ]
        ],
        "steps": [
            ["rule": "VFY-06", "subject": "response", "check": "shape of the response", "outcome": "passed"],
            [
                "rule": "JOSE-02", "subject": "presentation 'person'", "check": "compact form", "outcome": "failed",
                "refusal": cut,
            ],
        ],
    ]

    private static let cut: JSONValue = [
        "rule": "JOSE-02", "code": "impossible_length",
        "detail": "in the header of the JWS: 1 base64url characters encode no whole number of bytes",
        "hint": "check whether the text was cut",
    ]

    private static let call: JSONValue = [
        "digital": [
            "requests": [
                [
                    "protocol": "openid4vp-v1-unsigned",
                    "data": [
                        "response_type": "vp_token", "response_mode": "dc_api.jwt", "nonce": .string(nonce),
                        "dcql_query": givenName,
                        "client_metadata": [
                            "vp_formats_supported": [
                                "dc+sd-jwt": [
                                    "sd-jwt_alg_values": ["ES256", "Ed25519"],
                                    "kb-jwt_alg_values": ["ES256", "Ed25519"],
                                ]
                            ],
                            "jwks": [
                                "keys": [
                                    [
                                        "kty": "EC", "crv": "P-256",
                                        "x": "ZBBmxvpRffpD1c0bmroQbvVlwhxSdtNbm0MoA6iDq6M",
                                        "y": "ib57HJrvuFtXcejcvvxEvR67bZuLqbxK8Ph7yrUwCBE",
                                        "kid": "oXptou6OVzzLDdIsWgWHew", "alg": "ECDH-ES", "use": "enc",
                                    ]
                                ]
                            ],
                            "encrypted_response_enc_values_supported": ["A256GCM", "A128GCM"],
                        ],
                    ],
                ]
            ]
        ]
    ]
}
