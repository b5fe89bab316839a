public import JSON

/// The files with which a service speaks HTTPS itself, as its configuration names them.
public struct TLSFiles: Sendable, Hashable {
    /// The certificate chain in PEM, the service's own first.
    public let certificate: String
    /// Its private key in PEM.
    public let key: String

    /// Names the files.
    public init(certificate: String, key: String) { (self.certificate, self.key) = (certificate, key) }

    /// The members of a configuration.
    public static let members = [
        DescribedMember(
            certificateMember, .text("a file"),
            "the certificate chain (PEM) to serve HTTPS with; a name without a leading / is in the folder; none: plain "
                + "HTTP, for a proxy or this machine"),
        DescribedMember(keyMember, .text("a file"), "its private key (PEM)"),
    ]

    /// Reads them from a configuration.
    ///
    /// - Returns: nil when neither is there.
    /// - Throws: the member that is missing or wrong.
    public static func read(_ object: JSONObject) throws(MemberTable.Fault) -> TLSFiles? {
        let (certificate, key) = (object[certificateMember], object[keyMember])
        if certificate == nil && key == nil { return nil }
        func path(_ name: String, _ value: JSONValue?) throws(MemberTable.Fault) -> String {
            guard let text = value?.string, !text.isEmpty else {
                throw MemberTable.Fault(
                    member: name, problem: "must name a file: \(certificateMember) and \(keyMember) belong together")
            }
            return text
        }
        return TLSFiles(certificate: try path(certificateMember, certificate), key: try path(keyMember, key))
    }

    /// The same files by names that hold from anywhere: those without a leading slash are in the folder.
    public func inside(_ folder: String) -> TLSFiles {
        func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(folder)/\(name)" }
        return TLSFiles(certificate: path(certificate), key: path(key))
    }

    /// The members of a configuration that name them.
    public var json: JSONObject {
        [Self.certificateMember: .string(certificate), Self.keyMember: .string(key)]
    }

    private static let certificateMember = "tls_cert"
    private static let keyMember = "tls_key"
}
