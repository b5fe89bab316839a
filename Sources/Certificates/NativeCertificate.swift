import COpenSSL

/// A certificate as OpenSSL holds it; freed when nobody refers to it any more.
@safe final class NativeCertificate: Sendable {
    // Read-only after `init`; `X509_up_ref` counts atomically.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Reads one DER certificate; nil when the bytes are anything else, BER and trailing bytes included.
    init?(der: [UInt8]) {
        guard
            let parsed = unsafe NativeDER.object(
                der, read: { unsafe d2i_X509(nil, &$0, $1) }, free: { unsafe X509_free($0) })
        else { return nil }
        unsafe pointer = unsafe parsed
        // What OpenSSL would write must be what came: BER has other spellings of the same certificate.
        guard unsafe Self.encoding(of: parsed) == der else { return nil }
    }

    deinit { unsafe X509_free(pointer) }

    /// Whether the key of another certificate signed this one.
    func isSigned(by issuer: NativeCertificate) -> Bool {
        guard issuer.securityBits >= 128, let key = unsafe X509_get0_pubkey(issuer.pointer),
            unsafe X509_verify(pointer, key) == 1
        else {
            ERR_clear_error()
            return false
        }
        return true
    }

    private static func encoding(of certificate: OpaquePointer) -> [UInt8] {
        // Without this the signed part would be copied from what was read.
        guard unsafe i2d_re_X509_tbs(certificate, nil) > 0 else { return [] }
        var output: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509(certificate, &output)
        defer { unsafe CRYPTO_free(output, #file, #line) }
        guard count > 0, let output = unsafe output else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }
}
