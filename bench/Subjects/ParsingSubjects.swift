import CredentialModel
import Cryptography
import DCQL
import JSON
import SDJWT
import SDJWTVC
import SQLite
import TestSupport

/// Reading JSON and deciding about a query.
enum ParsingSubjects {
    static let all = [
        Subject(
            name: "json-parse", work: "read 80 KB of nested JSON with all checks",
            limit: "SQLite's json_valid on the same text", measure: parsing),
        Subject(
            name: "dcql-match", work: "match a query with 100 stored credentials",
            limit: "one bare check of a P-256 signature", measure: matching),
    ]

    private static func parsing() throws -> Measurement {
        let text = document.text
        let bytes = Array(text.utf8)
        let database = try Database.inMemory(schema: DatabaseSchema(applicationID: 1, steps: []))
        let turns = try database.write { (connection) throws(SQLiteError) in
            let statement = try connection.statement("SELECT json_valid(?)")
            return Result {
                try Turns(
                    ours: { _ = try JSONValue(parsing: bytes) },
                    limit: {
                        try statement.bind([.text(text)])
                        guard try statement.step(), try statement.integer(0) == 1 else {
                            throw BenchError.broken(what: "SQLite does not take the text for JSON")
                        }
                        statement.reset()
                    })
            }
        }
        return Measurement(try turns.get())
    }

    /// Two hundred addresses, as lists of trusted entities have them.
    private static var document: JSONValue {
        let entries = (0..<200).map { number -> JSONValue in
            [
                "id": .string("entity-\(number)"), "name": "Ταχυδρομείο \"Κέας\"", "active": .bool(number % 3 > 0),
                "address": [
                    "street": "Main Street 12\\b", "town": "Ioulis", "country": "GR", "code": .integer(84_002),
                ],
                "services": ["postal-issuer", "status-signer", "rp-access"],
                "weight": .array([1, 2.5, -3e2].map(number(_:))),
                "certificate": .string(String(repeating: "MIIB", count: 40)), "ended": .null,
            ]
        }
        return ["entities": .array(entries)]
    }

    private static func number(_ value: Double) -> JSONValue { JSONNumber(value).map(JSONValue.number) ?? .null }

    private static func matching() throws -> Measurement {
        let samples = try Samples(.p256)
        let content = try CompactSDJWT(parsing: samples.credential).processed()
        let claims = ClaimTree(content)
        let facts = (0..<100).map { number in
            CredentialFacts(
                id: "c\(number)", format: .sdJWTVC, type: number % 4 == 0 ? TestPost.type : "urn:example:\(number)",
                isHolderBound: true, issuedAt: Samples.time, claims: claims)
        }
        let query = try DCQLQuery(json: [
            "credentials": [
                [
                    "id": "who", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                    "claims": [
                        ["id": "a", "path": ["given_name"]], ["id": "b", "path": ["family_name"]],
                        ["id": "c", "path": ["birth_date"], "values": ["1990-02-28"]],
                    ],
                    "claim_sets": [["a", "c"], ["a", "b"]],
                ]
            ]
        ])
        let bare = try BareSignature(content.received.issuerJWT, by: samples.issuer.publicKey)
        return Measurement(
            try Turns(ours: { _ = try query.match(facts).choice() }, limit: { try bare.check() }))
    }
}
