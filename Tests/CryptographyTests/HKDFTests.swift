import JSON
import Testing

@testable import Cryptography

@Suite struct HKDFTests {
    @Test(arguments: [
        (HashAlgorithm.sha256, "hkdf_sha256", 86), (.sha384, "hkdf_sha384", 83), (.sha512, "hkdf_sha512", 83),
    ])
    func `SEC-39 keys are those of Wycheproof, and too long ones are refused`(
        algorithm: HashAlgorithm, file: String, count: Int
    ) throws {
        try expectAll(of: file, count: count) { test in
            let (input, salt, info) = (try test.bytes("ikm"), try test.bytes("salt"), try test.bytes("info"))
            let size = Int(try test.test.integer("size"))
            let expected = try test.result == "valid" ? test.bytes("okm") : nil
            do throws(CryptographyError) {
                let key = try HKDF.key(algorithm, secret: input, salt: salt, info: info, count: size)
                let guarded = try HKDF.key(algorithm, secret: secret(input), salt: salt, info: info, count: size)
                return key == expected && bytes(of: guarded) == key
            } catch {
                let refusal = CryptographyError.parameterLength(
                    name: "output", bytes: size, expected: 255 * algorithm.byteCount)
                return expected == nil && error == refusal
            }
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func `SEC-40 255 digests are given, one byte more is refused, as is a negative number`(
        algorithm: HashAlgorithm
    ) throws {
        let limit = 255 * algorithm.byteCount
        #expect(try HKDF.key(algorithm, secret: [1], salt: [], info: [], count: limit).count == limit)
        #expect(try HKDF.key(algorithm, secret: [1], salt: [], info: [], count: 0).isEmpty)
        for count in [limit + 1, -1] {
            #expect(throws: CryptographyError.parameterLength(name: "output", bytes: count, expected: limit)) {
                try HKDF.key(algorithm, secret: [1], salt: [], info: [], count: count)
            }
        }
    }
}
