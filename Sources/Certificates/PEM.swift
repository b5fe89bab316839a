import Bytes

/// The text form of certificates in files. Source: RFC 7468 §5.
public enum PEM {
    private static let begin = "-----BEGIN CERTIFICATE-----"
    private static let end = "-----END CERTIFICATE-----"

    /// Reads all certificates of a file in their order; text between them is ignored.
    ///
    /// - Throws: `notPEM` when there is none or one is broken, and what `Certificate.init` throws.
    public static func certificates(in text: String) throws(CertificatesError) -> [Certificate] {
        var certificates: [Certificate] = []
        var body: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.filter { !$0.isWhitespace || $0 == " " }
            switch line {
            case begin:
                guard body == nil else { throw .notPEM }
                body = ""
            case end:
                guard let content = body, let der = try? Base64.decode(content) else { throw .notPEM }
                certificates.append(try Certificate(der: der, position: certificates.count))
                body = nil
            default: body?.append(contentsOf: line.filter { $0 != " " })
            }
        }
        guard !certificates.isEmpty, body == nil else { throw .notPEM }
        return certificates
    }

    /// The DER of the one revocation list in a file.
    ///
    /// - Throws: `badRevocationList`.
    public static func revocationList(in bytes: [UInt8]) throws(CertificatesError) -> [UInt8] {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.filter { !$0.isWhitespace || $0 == " " } }.filter { !$0.isEmpty }
        guard lines.first == "-----BEGIN X509 CRL-----", lines.last == "-----END X509 CRL-----",
            let der = try? Base64.decode(lines.dropFirst().dropLast().joined())
        else { throw .badRevocationList(problem: "it is not one list in PEM and nothing else") }
        return der
    }

    /// Writes certificates, 64 characters a line.
    public static func text(of certificates: [Certificate]) -> String {
        certificates.map { certificate in
            let body = Array(Base64.encode(certificate.der))
            let lines = stride(from: 0, to: body.count, by: 64).map { String(body[$0..<min($0 + 64, body.count)]) }
            return ([begin] + lines + [end]).joined(separator: "\n") + "\n"
        }.joined()
    }
}
