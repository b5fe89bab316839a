import COpenSSL

/// The extensions of a certificate that this project reads.
struct CertificateExtensions {
    var dnsNames: [String] = []
    var uris: [String] = []
    var keyUsage: KeyUsage?
    var extendedKeyUsage: [String] = []
    var isAuthority = false
    var authorityKeyIdentifier: [UInt8]?
    var subjectKeyIdentifier: [UInt8]?
}

extension NativeCertificate {
    func extensions(of subject: String) throws(CertificatesError) -> CertificateExtensions {
        var extensions = CertificateExtensions()
        try refuseRepeatedExtensions(of: subject)
        // OpenSSL reads and caches the simple extensions in one pass and flags what it could not read.
        let flags = unsafe X509_get_extension_flags(pointer)
        guard flags & UInt32(EXFLAG_INVALID) == 0 else { throw .badExtension(subject: subject, name: "one of them") }
        extensions.isAuthority = flags & UInt32(EXFLAG_CA) != 0
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
        return extensions
    }

    private func refuseRepeatedExtensions(of subject: String) throws(CertificatesError) {
        var seen: Set<[UInt8]> = []
        for index in unsafe 0..<X509_get_ext_count(pointer) {
            let object = unsafe X509_EXTENSION_get_object(X509_get_ext(pointer, index))
            let count = unsafe OBJ_length(object)
            let identifier = unsafe Array(UnsafeRawBufferPointer(start: OBJ_get0_data(object), count: count))
            guard seen.insert(identifier).inserted else {
                throw unsafe .badExtension(subject: subject, name: Self.dotted(object))
            }
        }
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
        guard count <= Certificate.limitNames else {
            throw .badExtension(subject: subject, name: "subjectAltName with \(count) names")
        }
        for index in 0..<count {
            guard let entry = unsafe OPENSSL_sk_value(names, index) else { continue }
            let name = unsafe entry.assumingMemoryBound(to: GENERAL_NAME.self)
            switch unsafe name.pointee.type {
            case GEN_DNS:
                unsafe extensions.dnsNames.append(String(decoding: Self.octets(name.pointee.d.dNSName), as: UTF8.self))
            case GEN_URI:
                unsafe extensions.uris.append(
                    String(decoding: Self.octets(name.pointee.d.uniformResourceIdentifier), as: UTF8.self))
            default: continue
            }
        }
    }

    private func purposes() -> [String] {
        guard let raw = unsafe X509_get_ext_d2i(pointer, NID_ext_key_usage, nil, nil) else { return [] }
        let list = OpaquePointer(raw)
        defer { unsafe EXTENDED_KEY_USAGE_free(list) }
        return unsafe (0..<OPENSSL_sk_num(list)).compactMap { index in
            unsafe OPENSSL_sk_value(list, index).map { unsafe Self.dotted(OpaquePointer($0)) }
        }
    }

    private static func dotted(_ object: OpaquePointer?) -> String {
        var text = [CChar](repeating: 0, count: 128)
        let count = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 1)
        return String(
            decoding: text.prefix(max(0, min(Int(count), text.count - 1))).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
