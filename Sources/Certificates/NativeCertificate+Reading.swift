import COpenSSL
import Rules

extension NativeCertificate {
    var version: Int { unsafe X509_get_version(pointer) + 1 }

    var subject: DistinguishedName { unsafe Self.name(X509_get_subject_name(pointer)) }

    var issuer: DistinguishedName { unsafe Self.name(X509_get_issuer_name(pointer)) }

    /// Empty for zero and for a negative number, which no authority may give.
    var serialNumber: [UInt8] {
        guard let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(pointer), nil) else { return [] }
        defer { unsafe BN_free(number) }
        guard unsafe BN_is_negative(number) == 0, unsafe BN_is_zero(number) == 0 else { return [] }
        var bytes = unsafe [UInt8](repeating: 0, count: Int((BN_num_bits(number) + 7) / 8))
        unsafe BN_bn2bin(number, &bytes)
        return bytes
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

    /// The short name of the signature algorithm, when the certificate names the same one inside and outside (PKX-05).
    var signatureAlgorithm: Int32? {
        var outer: UnsafePointer<X509_ALGOR>?
        unsafe X509_get0_signature(nil, &outer, pointer)
        guard let outer = unsafe outer, let inner = unsafe X509_get0_tbs_sigalg(pointer),
            unsafe X509_ALGOR_cmp(outer, inner) == 0
        else { return nil }
        return unsafe X509_get_signature_nid(pointer)
    }

    static func octets(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string = unsafe string, let start = unsafe ASN1_STRING_get0_data(string) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(string))))
    }

    /// UTCTime `YYMMDDhhmmssZ` and GeneralizedTime `YYYYMMDDhhmmssZ`, nothing else (PKX-04).
    private static func time(_ time: UnsafePointer<ASN1_TIME>?) -> UnixTime? {
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

    private static func name(_ name: OpaquePointer?) -> DistinguishedName {
        var parts: [String] = []
        for index in unsafe 0..<X509_NAME_entry_count(name) {
            let entry = unsafe X509_NAME_get_entry(name, index)
            let identifier = unsafe OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry))
            let label = unsafe OBJ_nid2sn(identifier).map { unsafe String(cString: $0) } ?? "?"
            parts.append(unsafe "\(label)=\(text(of: entry))")
        }
        var output: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509_NAME(name, &output)
        defer { unsafe CRYPTO_free(output, #file, #line) }
        let der = unsafe output.map { unsafe Array(UnsafeBufferPointer(start: $0, count: Int(max(0, count)))) } ?? []
        return unsafe DistinguishedName(
            der: der, text: parts.joined(separator: ", "), commonName: first(NID_commonName, in: name),
            organizationName: first(NID_organizationName, in: name), countryCode: first(NID_countryName, in: name))
    }

    private static func first(_ identifier: Int32, in name: OpaquePointer?) -> String? {
        let index = unsafe X509_NAME_get_index_by_NID(name, identifier, -1)
        return unsafe index < 0 ? nil : text(of: X509_NAME_get_entry(name, index))
    }

    private static func text(of entry: OpaquePointer?) -> String {
        var output: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&output, X509_NAME_ENTRY_get_data(entry))
        defer { unsafe CRYPTO_free(output, #file, #line) }
        guard count > 0, let output = unsafe output else { return "" }
        return unsafe String(decoding: UnsafeBufferPointer(start: output, count: Int(count)), as: UTF8.self)
    }
}
