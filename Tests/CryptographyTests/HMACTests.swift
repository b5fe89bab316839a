import Bytes
import Testing

@testable import Cryptography

@Suite struct HMACTests {
    @Test(arguments: [(HashAlgorithm.sha256, "hmac_sha256"), (.sha384, "hmac_sha384"), (.sha512, "hmac_sha512")])
    func `SEC-13 codes are those of Wycheproof, and shortened ones are not valid`(
        algorithm: HashAlgorithm, file: String
    ) throws {
        try expectAll(of: file, count: 174) { test in
            let (key, message, tag) = (try test.bytes("key"), try test.bytes("msg"), try test.bytes("tag"))
            let code = HMAC.authenticationCode(algorithm, key: key, message: message)
            let guarded = HMAC.authenticationCode(algorithm, key: try secret(key), message: message)
            let isRight = code.count == algorithm.byteCount && Array(code.prefix(tag.count)) == tag
            let isValid = HMAC.isValid(tag, algorithm, key: key, message: message)
            let isValidGuarded = HMAC.isValid(tag, algorithm, key: try secret(key), message: message)
            let isWhole = tag.count == algorithm.byteCount
            return guarded == code && isRight == (test.result == "valid") && isValid == (isRight && isWhole)
                && isValidGuarded == isValid
        }
    }

    /// Made with the module `hmac` of Python 3.11, message `message`, key of that many letters k.
    @Test(arguments: [
        (HashAlgorithm.sha256, 0, "eb08c1f56d5ddee07f7bdf80468083da06b64cf4fac64fe3a90883df5feacae4"),
        (.sha256, 63, "e27efa30bcbfbc25b4d936ffd8553392f398eb2edada1dac2423a961af0c305b"),
        (.sha256, 64, "890f3a16e0ca0aaa3bf180f70fa8e3970b3fd6505e98fde157988dcc19d1685c"),
        (.sha256, 65, "0c256505306af48015530c139bb7add5ad7a6a9291cd511278a067e765816fbd"),
        (
            .sha384, 128,
            "c0070c9d542588f7ed36da514a4c6f44f3abc151f206f71af3e5636f07376486543044e8b8047bbec2897ea96ba48fe2"
        ),
        (
            .sha384, 129,
            "8ee3383d12b7783da835741fe2c87d74c3df46b85c841d19215dc5623d1b30e7fd59a2366574aae3519aeeda2921f023"
        ),
    ])
    func `SEC-13 keys at the size of a block and on both sides of it`(
        algorithm: HashAlgorithm, count: Int, code: String
    ) {
        let key = [UInt8](repeating: 0x6B, count: count)
        #expect(Hex.encode(HMAC.authenticationCode(algorithm, key: key, message: Array("message".utf8))) == code)
    }
}
