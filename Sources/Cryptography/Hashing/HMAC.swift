/// Message authentication with a hash function. Source: RFC 2104.
///
/// ```swift
/// let code = HMAC.authenticationCode(.sha256, key: key, message: message)
/// guard HMAC.isValid(code, .sha256, key: key, message: message) else { … }
/// ```
public enum HMAC {
    /// The authentication code of a message.
    ///
    /// - Returns: as many bytes as a digest has.
    public static func authenticationCode(_ algorithm: HashAlgorithm, key: [UInt8], message: [UInt8]) -> [UInt8] {
        unsafe code(algorithm, key: key.span.bytes, message: message.span.bytes)
    }

    /// The authentication code of a message under a guarded key.
    ///
    /// - Returns: as many bytes as a digest has.
    public static func authenticationCode(
        _ algorithm: HashAlgorithm, key: borrowing SecretBytes, message: [UInt8]
    ) -> [UInt8] {
        key.withBytes { key in unsafe code(algorithm, key: key, message: message.span.bytes) }
    }

    /// Whether a code, at its full length, is that of the message; compared in constant time (SEC-13).
    public static func isValid(_ code: [UInt8], _ algorithm: HashAlgorithm, key: [UInt8], message: [UInt8]) -> Bool {
        constantTimeEqual(code, authenticationCode(algorithm, key: key, message: message))
    }

    /// Whether a code, at its full length, is that of the message; compared in constant time (SEC-13).
    public static func isValid(
        _ code: [UInt8], _ algorithm: HashAlgorithm, key: borrowing SecretBytes, message: [UInt8]
    ) -> Bool {
        constantTimeEqual(code, authenticationCode(algorithm, key: key, message: message))
    }

    static func code(_ algorithm: HashAlgorithm, key: RawSpan, message: RawSpan) -> [UInt8] {
        switch algorithm {
        case .sha256: KeyedHash<SHA256State>.code(key: key, message: message)
        case .sha384: KeyedHash<SHA384State>.code(key: key, message: message)
        case .sha512: KeyedHash<SHA512State>.code(key: key, message: message)
        }
    }
}
