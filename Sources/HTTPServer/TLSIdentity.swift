import CMicrohttpd

/// The certificate chain and the private key with which a server shows itself.
///
/// A class, so that printing a configuration does not print the key. The key is held by GnuTLS, which libmicrohttpd
/// speaks TLS with; it lives as long as the last connection that uses it.
@safe public final class TLSIdentity: @unchecked Sendable {
    // Made in `init` and read-only from then on.
    private let credentials: gnutls_certificate_credentials_t

    /// Reads both as PEM texts; the chain begins with the server's own certificate.
    ///
    /// - Throws: `badIdentity` when one cannot be read or they do not belong together.
    public init(certificateChain: String, privateKey: String) throws(HTTPServerError) {
        var made: gnutls_certificate_credentials_t?
        guard unsafe gnutls_certificate_allocate_credentials(&made) == 0, let made = unsafe made else {
            throw .badIdentity(reason: "there is no memory for it")
        }
        let (chain, key) = (Array(certificateChain.utf8), Array(privateKey.utf8))
        let answer = unsafe Self.withDatum(chain) { chain in
            unsafe Self.withDatum(key) { key in
                unsafe gnutls_certificate_set_x509_key_mem(made, chain, key, GNUTLS_X509_FMT_PEM)
            }
        }
        guard answer >= 0 else {
            unsafe gnutls_certificate_free_credentials(made)
            throw .badIdentity(reason: unsafe String(cString: gnutls_strerror(answer)))
        }
        unsafe credentials = made
    }

    deinit { unsafe gnutls_certificate_free_credentials(credentials) }

    /// Lets a connection show this identity; the caller keeps it until the connection has ended.
    @unsafe func show(on connection: OpaquePointer) {
        guard let session = unsafe carnet_mhd_tls_session(connection) else { return }
        // When it fails there is no certificate, and so no handshake.
        unsafe gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials))
    }

    @unsafe private static func withDatum<Result>(
        _ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) -> Result
    ) -> Result {
        var bytes = bytes
        return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var datum = unsafe gnutls_datum_t(data: buffer.baseAddress, size: UInt32(clamping: buffer.count))
            return unsafe body(&datum)
        }
    }
}
