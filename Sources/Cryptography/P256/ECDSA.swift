import COpenSSL

/// ECDSA over P-256 on digests of 32 bytes.
enum ECDSA {
    /// Checks r and s, each 32 bytes; OpenSSL refuses values outside 1 … n − 1.
    static func isValid(_ signature: Span<UInt8>, ofDigest digest: [UInt8], by key: NativeKey) -> Bool {
        guard signature.count == 64, let parsed = unsafe ECDSA_SIG_new() else { return false }
        defer { unsafe ECDSA_SIG_free(parsed) }
        // The signature owns both numbers from here on.
        _ = unsafe signature.withOctets { octets in
            unsafe ECDSA_SIG_set0(parsed, BN_bin2bn(octets, 32, nil), BN_bin2bn(octets + 32, 32, nil))
        }
        return verdict(of: unsafe ECDSA_do_verify(digest, Int32(digest.count), parsed, key.pointer))
    }

    /// Checks a DER signature, as certificates carry it.
    static func isValidDER(_ signature: [UInt8], ofDigest digest: [UInt8], by key: NativeKey) -> Bool {
        verdict(
            of: unsafe ECDSA_verify(0, digest, Int32(digest.count), signature, Int32(signature.count), key.pointer))
    }

    /// Signs with the nonce of RFC 6979, so that equal inputs give equal signatures and no weak generator can leak the
    /// key.
    ///
    /// - Returns: r and s in 64 bytes.
    static func sign(digest: [UInt8], with key: NativeKey) throws(CryptographyError) -> [UInt8] {
        let group = unsafe EC_KEY_get0_group(key.pointer)
        let order = unsafe EC_GROUP_get0_order(group)
        guard let scalar = unsafe EC_KEY_get0_private_key(key.pointer) else {
            throw .wrongUse(curve: .p256, operation: "sign without its private part")
        }
        var nonces = unsafe DeterministicNonce(
            privateScalar: unsafe NativeKey.bytes(of: scalar), digest: digest, order: NativeKey.bytes(of: order))
        defer { nonces.wipe() }
        for _ in 0..<64 {
            let candidate = nonces.next()
            guard let signature = try signature(over: digest, nonce: candidate, with: key) else { continue }
            return signature
        }
        throw .libraryFailure(operation: "signing with ECDSA")
    }

    /// One attempt; nil when the nonce is out of range or gives a zero, which the caller answers with the next nonce.
    private static func signature(
        over digest: [UInt8], nonce: [UInt8], with key: NativeKey
    ) throws(CryptographyError) -> [UInt8]? {
        let group = unsafe EC_KEY_get0_group(key.pointer)
        let order = unsafe EC_GROUP_get0_order(group)
        let context = unsafe BN_CTX_new()
        let k = unsafe BN_bin2bn(nonce, Int32(nonce.count), nil)
        let (x, exponent, inverse) = unsafe (BN_new(), BN_new(), BN_new())
        let point = unsafe EC_POINT_new(group)
        defer {
            unsafe EC_POINT_free(point)
            unsafe BN_clear_free(k)
            unsafe BN_clear_free(x)
            unsafe BN_clear_free(exponent)
            unsafe BN_clear_free(inverse)
            unsafe BN_CTX_free(context)
        }
        guard unsafe BN_is_zero(k) == 0, unsafe BN_cmp(k, order) < 0 else { return nil }
        unsafe BN_set_flags(k, BN_FLG_CONSTTIME)
        guard unsafe EC_POINT_mul(group, point, k, nil, nil, context) == 1,
            unsafe EC_POINT_get_affine_coordinates(group, point, x, nil, context) == 1,
            unsafe BN_nnmod(x, x, order, context) == 1
        else { throw .libraryFailure(operation: "signing with ECDSA") }
        guard unsafe BN_is_zero(x) == 0 else { return nil }
        // The inverse by Fermat: an exponentiation in constant time, where Euclid's steps would depend on the nonce.
        guard unsafe BN_copy(exponent, order) != nil, unsafe BN_sub_word(exponent, 2) == 1,
            unsafe BN_mod_exp_mont_consttime(inverse, k, exponent, order, context, nil) == 1
        else { throw .libraryFailure(operation: "signing with ECDSA") }
        let made = unsafe ECDSA_do_sign_ex(digest, Int32(digest.count), inverse, x, key.pointer)
        guard let made = unsafe made else {
            ERR_clear_error()
            return nil
        }
        defer { unsafe ECDSA_SIG_free(made) }
        return unsafe NativeKey.bytes(of: ECDSA_SIG_get0_r(made)) + NativeKey.bytes(of: ECDSA_SIG_get0_s(made))
    }

    private static func verdict(of answer: Int32) -> Bool {
        if answer != 1 { ERR_clear_error() }
        return answer == 1
    }
}
