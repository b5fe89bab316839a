import COpenSSL

/// The extensions of a certificate that this project reads.
struct CertificateExtensions {
    var all: [CertificateExtension] = []
    var dnsNames: [String] = []
    var uris: [String] = []
    var keyUsage: KeyUsage?
    var extendedKeyUsage: [String] = []
    var basicConstraints: BasicConstraints?
    var authorityKeyIdentifier: [UInt8]?
    var subjectKeyIdentifier: [UInt8]?
    var revocationListURIs: [String] = []
}

extension NativeCertificate {
    func extensions(of subject: String) throws(CertificatesError) -> CertificateExtensions {
        var extensions = CertificateExtensions()
        extensions.all = try entries(of: subject)
        // OpenSSL reads and caches the simple extensions in one pass and flags what it could not read.
        let flags = unsafe X509_get_extension_flags(pointer)
        guard flags & UInt32(EXFLAG_INVALID) == 0 else { throw .badExtension(subject: subject, name: "one of them") }
        if flags & UInt32(EXFLAG_BCONS) != 0 {
            let length = unsafe X509_get_pathlen(pointer)
            extensions.basicConstraints = BasicConstraints(
                isAuthority: flags & UInt32(EXFLAG_CA) != 0, pathLength: length < 0 ? nil : length)
        }
        if flags & UInt32(EXFLAG_KUSAGE) != 0 {
            extensions.keyUsage = unsafe KeyUsage(rawValue: X509_get_key_usage(pointer))
        }
        if let identifier = unsafe X509_get0_subject_key_id(pointer) {
            extensions.subjectKeyIdentifier = unsafe Self.octets(identifier)
        }
        if let identifier = unsafe X509_get0_authority_key_id(pointer) {
            extensions.authorityKeyIdentifier = unsafe Self.octets(identifier)
        }
        try readAlternativeNames(of: subject, into: &extensions)
        extensions.extendedKeyUsage = purposes()
        extensions.revocationListURIs = try revocationListURIs(of: subject)
        return extensions
    }

    private func entries(of subject: String) throws(CertificatesError) -> [CertificateExtension] {
        var entries: [CertificateExtension] = []
        var seen: Set<String> = []
        for index in unsafe 0..<X509_get_ext_count(pointer) {
            let entry = unsafe X509_get_ext(pointer, index)
            let identifier = unsafe Self.dotted(X509_EXTENSION_get_object(entry))
            let content = unsafe Self.octets(X509_EXTENSION_get_data(entry))
            guard seen.insert(identifier).inserted else { throw .badExtension(subject: subject, name: identifier) }
            // OpenSSL reads BER here as well.
            guard !ExtensionIdentifier.read.contains(identifier) || DERShape.isStrict(content) else {
                throw .badExtension(subject: subject, name: identifier)
            }
            entries.append(
                CertificateExtension(
                    identifier: identifier, isCritical: unsafe X509_EXTENSION_get_critical(entry) != 0, content: content
                ))
        }
        return entries
    }

    private func readAlternativeNames(
        of subject: String, into extensions: inout CertificateExtensions
    ) throws(CertificatesError) {
        var critical: Int32 = 0
        guard let raw = unsafe X509_get_ext_d2i(pointer, NID_subject_alt_name, &critical, nil) else {
            guard critical == -1 else { throw .badExtension(subject: subject, name: "subjectAltName") }
            return
        }
        let names = OpaquePointer(raw)
        defer { unsafe carnet_general_names_free(names) }
        let count = unsafe OPENSSL_sk_num(names)
        guard (1...Int32(Certificate.limitNames)).contains(count) else {
            throw .badExtension(subject: subject, name: "subjectAltName with \(count) names")
        }
        let texts = unsafe Self.texts(in: names)
        // A NUL or a letter beyond ASCII makes two programs read two names (CID-05).
        guard texts.allSatisfy({ $0.bytes.allSatisfy { (0x21...0x7E).contains($0) } && !$0.bytes.isEmpty }) else {
            throw .badExtension(subject: subject, name: "subjectAltName with an unusual character")
        }
        extensions.dnsNames = texts.filter { $0.type == GEN_DNS }.map { String(decoding: $0.bytes, as: UTF8.self) }
        extensions.uris = texts.filter { $0.type == GEN_URI }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// The DNS names and URIs among general names.
    private static func texts(in names: OpaquePointer?) -> [(type: Int32, bytes: [UInt8])] {
        var texts: [(type: Int32, bytes: [UInt8])] = []
        for index in unsafe 0..<max(0, OPENSSL_sk_num(names)) {
            guard let entry = unsafe OPENSSL_sk_value(names, index) else { continue }
            let name = unsafe entry.assumingMemoryBound(to: GENERAL_NAME.self)
            switch unsafe name.pointee.type {
            case GEN_DNS: unsafe texts.append((GEN_DNS, octets(name.pointee.d.dNSName)))
            case GEN_URI: unsafe texts.append((GEN_URI, octets(name.pointee.d.uniformResourceIdentifier)))
            default: continue
            }
        }
        return texts
    }

    private func purposes() -> [String] {
        guard let raw = unsafe X509_get_ext_d2i(pointer, NID_ext_key_usage, nil, nil) else { return [] }
        let list = OpaquePointer(raw)
        defer { unsafe EXTENDED_KEY_USAGE_free(list) }
        return unsafe (0..<OPENSSL_sk_num(list)).compactMap { index in
            unsafe OPENSSL_sk_value(list, index).map { unsafe Self.dotted(OpaquePointer($0)) }
        }
    }

    private func revocationListURIs(of subject: String) throws(CertificatesError) -> [String] {
        var critical: Int32 = 0
        guard let raw = unsafe X509_get_ext_d2i(pointer, NID_crl_distribution_points, &critical, nil) else {
            guard critical == -1 else { throw .badExtension(subject: subject, name: "cRLDistributionPoints") }
            return []
        }
        let points = OpaquePointer(raw)
        defer { unsafe CRL_DIST_POINTS_free(points) }
        var uris: [String] = []
        for index in unsafe 0..<max(0, OPENSSL_sk_num(points)) {
            guard let entry = unsafe OPENSSL_sk_value(points, index) else { continue }
            let point = unsafe entry.assumingMemoryBound(to: DIST_POINT.self)
            guard let name = unsafe point.pointee.distpoint, unsafe name.pointee.type == 0 else { continue }
            unsafe uris += Self.uris(in: name.pointee.name.fullname)
        }
        return uris
    }

    /// The URIs among general names.
    static func uris(in names: OpaquePointer?) -> [String] {
        unsafe texts(in: names).filter { $0.type == GEN_URI }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    static func dotted(_ object: OpaquePointer?) -> String {
        var text = [CChar](repeating: 0, count: 128)
        let count = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 1)
        return String(
            decoding: text.prefix(max(0, min(Int(count), text.count - 1))).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
