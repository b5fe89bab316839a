import COpenSSL
import CSodium

/// The libraries that compute for this module, as they were loaded: what `--version --verbose` prints (SEC-37).
public enum LibraryVersions {
    /// Name and version of each, such as `libsodium 1.0.18`.
    public static var cryptography: [String] {
        let (sodium, openSSL) = unsafe (sodium_version_string(), OpenSSL_version(OPENSSL_VERSION))
        return unsafe ["libsodium \(text(sodium))", text(openSSL)]
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        guard let pointer = unsafe pointer else { return "unknown" }
        return unsafe String(cString: pointer)
    }
}
