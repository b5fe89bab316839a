import JOSE
import JSON
import TestSupport
import Testing

/// Project Wycheproof's JOSE files.
///
/// Our policy for tests whose kind of key or form we do not support (symmetric keys, RSA, P-521, JWE): the token is refused,
/// whatever the file says, because a reader that guesses is worse than one that refuses. Every test is counted, so that a file
/// that is skipped or shrinks is noticed.
@Suite struct WycheproofTests {
    /// How many tests of a file ended in which way.
    struct Tally: Equatable {
        var accepted = 0
        var refused = 0
        var unsupported = 0
    }

    @Test(arguments: [
        ("json_web_signature_test", Tally(accepted: 2, refused: 355, unsupported: 44)),
        ("json_web_key_test", Tally(accepted: 0, refused: 21, unsupported: 5)),
        ("json_web_crypto_test", Tally(accepted: 1, refused: 45, unsupported: 3)),
    ])
    func `JOSE-05, JOSE-06, JOSE-07, JOSE-19, JOSE-22 Wycheproof`(file: String, expected: Tally) throws {
        var tally = Tally()
        let json = try JSONValue(
            parsing: repositoryFile("vectors/wycheproof/\(file).json"), limits: JSONLimits(arrayCount: 1 << 16))
        for group in json["groups"]?.array ?? json["testGroups"]?.array ?? [] {
            let key = group["public"] ?? group["private"] ?? .null
            for test in group["tests"]?.array ?? [] {
                // One token is an object, in the JSON form.
                guard let token = test["jws"]?.string ?? test["jws"]?.text else { continue }
                let isAccepted = verifies(token, key)
                switch (test["result"]?.string, isAccepted) {
                case ("valid", true): tally.accepted += 1
                case ("invalid", false): tally.refused += 1
                case ("valid", false):
                    #expect(!isSupported(key), "\(file) \(test["tcId"]?.integer ?? 0) is valid and was refused")
                    tally.unsupported += 1
                default: Issue.record("\(file) \(test["tcId"]?.integer ?? 0) is not valid and was accepted")
                }
            }
        }
        #expect(tally == expected)
    }

    private func verifies(_ token: String, _ key: JSONValue) -> Bool {
        do {
            let jws = try CompactJWS(parsing: token)
            let keys = key["keys"] == nil ? [try JWK(key)] : try JWKSet(key).candidates(for: jws.header)
            for key in keys { _ = try jws.verified(by: key, allowing: SignatureAlgorithm.supported) }
            return !keys.isEmpty
        } catch {
            return false
        }
    }

    private func isSupported(_ key: JSONValue) -> Bool { key["kty"] == "EC" && key["crv"] == "P-256" }
}
