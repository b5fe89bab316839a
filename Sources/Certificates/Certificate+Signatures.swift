import COpenSSL

extension Certificate {
    /// Whether the certified key made an ECDSA signature with P-384 and SHA-384 (ES384) over a message.
    ///
    /// For lists of trusted entities, whose operators sign with that curve; everything else is verified with `publicKey`.
    ///
    /// - Parameters:
    ///   - signature: r and s, 48 octets each.
    ///   - message: what was signed.
    /// - Returns: false also for a key of another kind. Source: RFC 7518 §3.4 (LOT-01).
    public func isValidES384Signature(_ signature: [UInt8], for message: Span<UInt8>) -> Bool {
        defer { ERR_clear_error() }
        guard signature.count == 96, let key = unsafe X509_get0_pubkey(native.pointer),
            unsafe Self.groupName(of: key) == "secp384r1"
        else { return false }
        let encoded = DERWriter.sequence(
            DERWriter.integer(Array(signature[..<48])), DERWriter.integer(Array(signature[48...])))
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestVerifyInit(context, nil, EVP_sha384(), nil, key) == 1 else { return false }
        return unsafe message.withUnsafeBufferPointer { message in
            unsafe EVP_DigestVerify(context, encoded, encoded.count, message.baseAddress, message.count) == 1
        }
    }

    private static func groupName(of key: OpaquePointer) -> String {
        var name = [CChar](repeating: 0, count: 32)
        var count = 0
        guard unsafe EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1 else { return "" }
        return String(decoding: name.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
