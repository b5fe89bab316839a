import COpenSSL
import CSodium

/// Message authentication with a hash function. Source: RFC 2104.
public enum HMAC {
    /// The authentication code of a message.
    ///
    /// - Returns: as many bytes as a digest has.
    public static func authenticationCode(_ algorithm: HashAlgorithm, key: [UInt8], message: [UInt8]) -> [UInt8] {
        switch algorithm {
        case .sha256: sha256(key: key, message: message)
        case .sha512: sha512(key: key, message: message)
        case .sha384: generic(algorithm, key: key, message: message)
        }
    }

    static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        unsafe crypto_auth_hmacsha256_init(&state, key, key.count)
        unsafe crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        var code = [UInt8](repeating: 0, count: 32)
        unsafe crypto_auth_hmacsha256_final(&state, &code)
        return code
    }

    private static func sha512(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha512_state()
        unsafe crypto_auth_hmacsha512_init(&state, key, key.count)
        unsafe crypto_auth_hmacsha512_update(&state, message, UInt64(message.count))
        var code = [UInt8](repeating: 0, count: 64)
        unsafe crypto_auth_hmacsha512_final(&state, &code)
        return code
    }

    /// SHA-384 is the one that libsodium does not have.
    private static func generic(_ algorithm: HashAlgorithm, key: [UInt8], message: [UInt8]) -> [UInt8] {
        let block = 128
        var padded = key.count > block ? algorithm.hash(key) : key
        padded += [UInt8](repeating: 0, count: block - padded.count)
        let inner = algorithm.hash(padded.map { $0 ^ 0x36 } + message)
        return algorithm.hash(padded.map { $0 ^ 0x5C } + inner)
    }
}
