import COpenSSL
import Rules

extension NativeCertificate {
    var version: Int { unsafe X509_get_version(pointer) + 1 }

    var subject: DistinguishedName { unsafe Self.name(X509_get_subject_name(pointer)) }

    var issuer: DistinguishedName { unsafe Self.name(X509_get_issuer_name(pointer)) }

    /// Empty for zero and for a negative number, which no authority may give (PKX-06).
    var serialNumber: [UInt8] {
        let content = unsafe Self.octets(X509_get0_serialNumber(pointer))
        guard unsafe ASN1_STRING_type(X509_get0_serialNumber(pointer)) == V_ASN1_INTEGER else { return [] }
        return Array(content.drop { $0 == 0 })
    }

    var notBefore: UnixTime? { unsafe Self.time(X509_get0_notBefore(pointer)) }

    var notAfter: UnixTime? { unsafe Self.time(X509_get0_notAfter(pointer)) }

    var publicKeyInfo: [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509_PUBKEY(X509_get_X509_PUBKEY(pointer), &output)
        defer { unsafe CRYPTO_free(output, #file, #line) }
        guard count > 0, let output = unsafe output else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }

    /// The number that OpenSSL has for the signature algorithm.
    var signatureAlgorithm: Int32 { unsafe X509_get_signature_nid(pointer) }

    /// Whether the certificate names the same signature algorithm inside and outside of what is signed.
    var hasOneSignatureAlgorithm: Bool {
        var outer: UnsafePointer<X509_ALGOR>?
        unsafe X509_get0_signature(nil, &outer, pointer)
        guard let outer = unsafe outer, let inner = unsafe X509_get0_tbs_sigalg(pointer) else { return false }
        return unsafe X509_ALGOR_cmp(outer, inner) == 0
    }

    /// Whether the signature algorithm comes with parameters; those accepted here have none.
    var hasAlgorithmParameters: Bool {
        var type = V_ASN1_UNDEF
        unsafe X509_ALGOR_get0(nil, &type, nil, X509_get0_tbs_sigalg(pointer))
        return type != V_ASN1_UNDEF
    }

    /// Whether the certificate's own key verifies its signature.
    var isSelfSigned: Bool {
        let answer = unsafe X509_self_signed(pointer, 1)
        ERR_clear_error()
        return answer == 1
    }

    /// The strength of the certified key in bits, 128 for P-256; 0 for one that cannot be used.
    var securityBits: Int {
        guard let key = unsafe X509_get0_pubkey(pointer) else { return 0 }
        return unsafe Int(EVP_PKEY_get_security_bits(key))
    }

    static func octets(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string = unsafe string, let start = unsafe ASN1_STRING_get0_data(string) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(string))))
    }

    /// UTCTime `YYMMDDhhmmssZ` and GeneralizedTime `YYYYMMDDhhmmssZ`, nothing else (PKX-04).
    static func time(_ time: UnsafePointer<ASN1_TIME>?) -> UnixTime? {
        guard let time = unsafe time else { return nil }
        var digits = unsafe String(decoding: octets(time), as: UTF8.self)
        if unsafe ASN1_STRING_type(time) == V_ASN1_UTCTIME {
            digits = (digits.prefix(2) >= "50" ? "19" : "20") + digits
        }
        let characters = Array(digits)
        guard characters.count == 15, characters[14] == "Z" else { return nil }
        func part(_ range: Range<Int>) -> String { String(characters[range]) }
        return UnixTime(
            rfc3339: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z")
    }

    static func name(_ name: OpaquePointer?) -> DistinguishedName {
        var parts: [String] = []
        var attributes: [DistinguishedName.Attribute] = []
        for index in unsafe 0..<X509_NAME_entry_count(name) {
            let entry = unsafe X509_NAME_get_entry(name, index)
            let object = unsafe X509_NAME_ENTRY_get_object(entry)
            let identifier = unsafe OBJ_obj2nid(object)
            let (type, value) = unsafe (dotted(object), text(of: entry))
            let label = unsafe identifier == NID_undef ? nil : OBJ_nid2sn(identifier).map { unsafe String(cString: $0) }
            attributes.append(DistinguishedName.Attribute(type: type, value: value))
            parts.append("\(label ?? type)=\(escaped(value))")
        }
        var output: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509_NAME(name, &output)
        defer { unsafe CRYPTO_free(output, #file, #line) }
        let der = unsafe output.map { unsafe Array(UnsafeBufferPointer(start: $0, count: Int(max(0, count)))) } ?? []
        return DistinguishedName(der: der, text: parts.joined(separator: ", "), attributes: attributes)
    }

    /// So that a name with a comma in it does not pass for two parts. Source: RFC 4514 §2.4.
    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value {
            if ",+\"\\<>;=".contains(character) { text += "\\" }
            text.append(character)
        }
        return text
    }

    private static func text(of entry: OpaquePointer?) -> String {
        var output: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&output, X509_NAME_ENTRY_get_data(entry))
        defer { unsafe CRYPTO_free(output, #file, #line) }
        guard count > 0, let output = unsafe output else { return "" }
        return unsafe String(decoding: UnsafeBufferPointer(start: output, count: Int(count)), as: UTF8.self)
    }
}
