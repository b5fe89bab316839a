public import HTTP
public import Terminal

/// The options for TLS that every service has.
public enum ServiceOptions {
    private static let certificate = Option(
        "tls-cert", "FILE", "serve HTTPS with this certificate chain (PEM); read again on SIGHUP and when it changes")
    private static let key = Option("tls-key", "FILE", "the private key of the certificate (PEM)")

    /// Both, for the parameters of a command.
    public static let tls: [any Parameter] = [certificate, key]

    /// The files that the command line names, else those of the configuration.
    ///
    /// - Throws: `halfOfPair`.
    public static func files(
        _ call: Invocation, configured: TLSFiles?
    ) throws(ServiceCommandsError) -> TLSFiles? {
        switch (call[certificate], call[key]) {
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        case (nil, nil): return configured
        default: throw .halfOfPair
        }
    }
}
