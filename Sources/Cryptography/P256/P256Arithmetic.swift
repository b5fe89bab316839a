import COpenSSL

/// What a private scalar of P-256 does.
///
/// The scalar comes as a span of guarded memory and becomes a number of libcrypto for one call; those numbers are wiped with
/// their BN_CTX.
enum P256Arithmetic {
    /// The public point of a scalar, as 04 ‖ x ‖ y.
    ///
    /// - Throws: `scalarOutOfRange`.
    static func publicPoint(of scalar: RawSpan) throws(CryptographyError) -> [UInt8] {
        var point: [UInt8] = [4]
        unsafe try multiply(nil, by: scalar) { x, y in
            unsafe point += UnsafeBufferPointer(start: x, count: 32)
            unsafe point += UnsafeBufferPointer(start: y, count: 32)
        }
        return point
    }

    /// Lends both coordinates of a point, or of the generator, times a scalar; 32 bytes each, wiped afterwards.
    ///
    /// - Throws: `scalarOutOfRange`.
    static func multiply(
        _ point: OpaquePointer?, by scalar: RawSpan,
        _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Void
    ) throws(CryptographyError) {
        guard scalar.byteCount == 32, unsafe scalar.withOctets({ unsafe P256Curve.isScalar($0) }) else {
            throw .scalarOutOfRange(curve: .p256)
        }
        guard let curve = P256Curve.shared, let context = unsafe BN_CTX_new() else { throw failure }
        unsafe BN_CTX_start(context)
        let product = unsafe EC_POINT_new(curve.group)
        defer {
            unsafe EC_POINT_clear_free(product)
            unsafe BN_CTX_end(context)
            unsafe BN_CTX_free(context)
        }
        let (number, x, y) = unsafe (BN_CTX_get(context), BN_CTX_get(context), BN_CTX_get(context))
        guard unsafe product != nil, unsafe y != nil, unsafe read(scalar, into: number) else { throw failure }
        let multiplied =
            unsafe point == nil
            ? unsafe EC_POINT_mul(curve.group, product, number, nil, nil, context)
            : unsafe EC_POINT_mul(curve.group, product, nil, point, number, context)
        guard multiplied == 1, unsafe EC_POINT_get_affine_coordinates(curve.group, product, x, y, context) == 1 else {
            throw failure
        }
        let written = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            guard let base = buffer.baseAddress else { return false }
            defer { unsafe OPENSSL_cleanse(base, 64) }
            guard unsafe BN_bn2binpad(x, base, 32) == 32, unsafe BN_bn2binpad(y, base + 32, 32) == 32 else {
                return false
            }
            unsafe body(base, base + 32)
            return true
        }
        guard written else { throw failure }
    }

    /// Signs a digest of 32 bytes with the nonce of RFC 6979, so that equal inputs give equal signatures and no weak
    /// generator leaks the key.
    ///
    /// - Returns: r ‖ s.
    static func sign(digest: [UInt8], scalar: RawSpan) throws(CryptographyError) -> [UInt8] {
        guard let curve = P256Curve.shared, let context = unsafe BN_CTX_new() else { throw failure }
        unsafe BN_CTX_start(context)
        let product = unsafe EC_POINT_new(curve.group)
        defer {
            unsafe EC_POINT_clear_free(product)
            unsafe BN_CTX_end(context)
            unsafe BN_CTX_free(context)
        }
        guard let product = unsafe product, let numbers = unsafe SigningNumbers(context) else { throw failure }
        let signature = DeterministicNonce.lend(scalar: scalar, reducedDigest: P256Curve.reduced(digest)) { nonces in
            // One candidate in 2^32 is refused; a library that refuses them all must not hang the caller.
            for _ in 0..<16 {
                let signature = nonces.next { nonce in
                    unsafe attempt(digest, scalar, nonce, numbers, product, curve, context)
                }
                if let signature { return signature }
                nonces.refuse()
            }
            return nil
        }
        guard let signature else { throw failure }
        return signature
    }

    /// The numbers of one signature; they belong to the context.
    @safe private struct SigningNumbers {
        let key, nonce, digest, blind, r, s, inverse: OpaquePointer

        init?(_ context: OpaquePointer) {
            let all = unsafe (0..<7).compactMap { _ in unsafe BN_CTX_get(context) }
            guard unsafe all.count == 7 else { return nil }
            unsafe (key, nonce, digest, blind) = unsafe (all[0], all[1], all[2], all[3])
            unsafe (r, s, inverse) = unsafe (all[4], all[5], all[6])
        }
    }

    /// One attempt: s = (digest + r · key) / nonce modulo n; nil when the nonce does not serve.
    ///
    /// Numerator and denominator are multiplied by a fresh random number, so that no time of the arithmetic depends on the
    /// key or the nonce. 28 µs in all, 13 of them the inversion, which libcrypto does in 6 µs inside ECDSA_do_sign (19 µs)
    /// but does not offer.
    private static func attempt(
        _ digest: [UInt8], _ scalar: RawSpan, _ nonce: RawSpan, _ numbers: SigningNumbers, _ product: OpaquePointer,
        _ curve: P256Curve, _ context: OpaquePointer
    ) -> [UInt8]? {
        let (n, blind) = unsafe (curve.order, numbers.blind)
        guard unsafe nonce.withOctets({ unsafe P256Curve.isScalar($0) }),
            unsafe read(scalar, into: numbers.key), unsafe read(nonce, into: numbers.nonce),
            unsafe BN_bin2bn(digest, 32, numbers.digest) != nil, unsafe randomize(blind)
        else { return nil }
        let (r, s, inverse) = unsafe (numbers.r, numbers.s, numbers.inverse)
        guard unsafe EC_POINT_mul(curve.group, product, numbers.nonce, nil, nil, context) == 1,
            unsafe EC_POINT_get_affine_coordinates(curve.group, product, r, nil, context) == 1,
            unsafe BN_nnmod(r, r, n, context) == 1, unsafe BN_is_zero(r) == 0,
            unsafe BN_mod_mul(numbers.nonce, numbers.nonce, blind, n, context) == 1,
            unsafe BN_mod_inverse(inverse, numbers.nonce, n, context) != nil,
            unsafe BN_mod_mul(numbers.key, numbers.key, blind, n, context) == 1,
            unsafe BN_mod_mul(s, r, numbers.key, n, context) == 1,
            unsafe BN_mod_mul(numbers.digest, numbers.digest, blind, n, context) == 1,
            unsafe BN_mod_add(s, s, numbers.digest, n, context) == 1,
            unsafe BN_mod_mul(s, s, inverse, n, context) == 1, unsafe BN_is_zero(s) == 0
        else { return nil }
        var signature = [UInt8](repeating: 0, count: 64)
        let written = unsafe signature.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe BN_bn2binpad(r, base, 32) == 32 && BN_bn2binpad(s, base + 32, 32) == 32
        }
        return written ? signature : nil
    }

    private static var failure: CryptographyError { .libraryFailure(operation: "arithmetic on P-256") }

    private static func read(_ bytes: RawSpan, into number: OpaquePointer?) -> Bool {
        guard unsafe bytes.withOctets({ unsafe BN_bin2bn($0, Int32(bytes.byteCount), number) }) != nil else {
            return false
        }
        unsafe BN_set_flags(number, BN_FLG_CONSTTIME)
        return true
    }

    /// A number between 1 and n − 1 from libsodium's generator, whose choice the signature does not show.
    private static func randomize(_ number: OpaquePointer) -> Bool {
        for _ in 0..<64 {
            let bytes = SystemRandom().bytes(32)
            guard unsafe bytes.span.withOctets({ unsafe P256Curve.isScalar($0) }) else { continue }
            return unsafe BN_bin2bn(bytes, 32, number) != nil
        }
        return false
    }
}
