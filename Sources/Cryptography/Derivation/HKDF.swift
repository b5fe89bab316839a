/// Keys from a shared secret. Source: RFC 5869.
public enum HKDF {
    /// Extracts and expands in one step.
    ///
    /// - Parameters:
    ///   - count: bytes of output, at most 255 digests.
    /// - Throws: `parameterLength` when more is asked.
    public static func key(
        _ algorithm: HashAlgorithm, secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int
    ) throws(CryptographyError) -> [UInt8] {
        guard count >= 0, count <= 255 * algorithm.byteCount else {
            throw .parameterLength(name: "output", bytes: count, expected: 255 * algorithm.byteCount)
        }
        let salt = salt.isEmpty ? [UInt8](repeating: 0, count: algorithm.byteCount) : salt
        let pseudorandom = HMAC.authenticationCode(algorithm, key: salt, message: secret)
        var output: [UInt8] = []
        var block: [UInt8] = []
        var counter: UInt8 = 0
        while output.count < count {
            counter += 1
            block = HMAC.authenticationCode(algorithm, key: pseudorandom, message: block + info + [counter])
            output += block
        }
        return Array(output.prefix(count))
    }
}
