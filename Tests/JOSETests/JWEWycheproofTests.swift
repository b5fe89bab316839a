import Bytes
import Cryptography
import JOSE
import JSON
import TestSupport
import Testing

/// Project Wycheproof's JWE files: what we support decrypts to the expected text, everything else is refused, and every test is
/// counted.
@Suite struct JWEWycheproofTests {
    @Test(arguments: [
        ("json_web_encryption_test", 139, [76, 78, 79, 131]),
        ("json_web_crypto_test", 34, []),
    ])
    func `ENC-05, ENC-06, ENC-08 Wycheproof`(file: String, count: Int, decrypted: [Int64]) throws {
        var (total, accepted) = (0, [Int64]())
        let json = try JSONValue(
            parsing: repositoryFile("vectors/wycheproof/\(file).json"), limits: JSONLimits(arrayCount: 1 << 16))
        for group in json["testGroups"]?.array ?? [] {
            for test in group["tests"]?.array ?? [] {
                guard let token = test["jwe"]?.string ?? test["jwe"]?.text else { continue }
                total += 1
                guard let message = decrypt(token, group["private"] ?? .null) else { continue }
                #expect(test["result"] == "valid")
                #expect(test["pt"]?.string == Hex.encode(message))
                accepted.append(test["tcId"]?.integer ?? -1)
            }
        }
        #expect(total == count)
        #expect(accepted == decrypted)
    }

    private func decrypt(_ token: String, _ key: JSONValue) -> [UInt8]? {
        guard let jwe = try? CompactJWE(parsing: token), let key = try? JWK.Private(key) else { return nil }
        return try? jwe.decrypted(by: key.key, allowing: ContentEncryption.allCases)
    }
}
