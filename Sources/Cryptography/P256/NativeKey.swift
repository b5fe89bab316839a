import COpenSSL

/// A P-256 key as OpenSSL holds it: parsed once, read by any number of threads.
///
/// Built from coordinates: taking an encoded key apart (`d2i_PUBKEY`) costs more than checking a signature.
@safe final class NativeKey: Sendable {
    // Read-only after `init`; OpenSSL's verification and agreement do not write to the key.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes a public point; refuses one that is not on the curve.
    init(publicX x: [UInt8], y: [UInt8]) throws(CryptographyError) {
        guard let key = unsafe EC_KEY_new_by_curve_name(NID_X9_62_prime256v1) else {
            throw .libraryFailure(operation: "making a P-256 key")
        }
        let bigX = unsafe BN_bin2bn(x, Int32(x.count), nil)
        let bigY = unsafe BN_bin2bn(y, Int32(y.count), nil)
        defer {
            unsafe BN_free(bigX)
            unsafe BN_free(bigY)
        }
        guard unsafe EC_KEY_set_public_key_affine_coordinates(key, bigX, bigY) == 1 else {
            ERR_clear_error()
            unsafe EC_KEY_free(key)
            throw .pointNotOnCurve(curve: .p256)
        }
        unsafe pointer = key
    }

    /// Takes a private scalar and computes the public point.
    init(privateScalar scalar: RawSpan) throws(CryptographyError) {
        guard let key = unsafe EC_KEY_new_by_curve_name(NID_X9_62_prime256v1) else {
            throw .libraryFailure(operation: "making a P-256 key")
        }
        let number = unsafe scalar.withUnsafeBytes { unsafe BN_bin2bn($0.baseAddress, Int32($0.count), nil) }
        defer { unsafe BN_clear_free(number) }
        let group = unsafe EC_KEY_get0_group(key)
        guard unsafe BN_is_zero(number) == 0, unsafe BN_cmp(number, EC_GROUP_get0_order(group)) < 0 else {
            unsafe EC_KEY_free(key)
            throw .scalarOutOfRange(curve: .p256)
        }
        unsafe BN_set_flags(number, BN_FLG_CONSTTIME)
        let point = unsafe EC_POINT_new(group)
        defer { unsafe EC_POINT_free(point) }
        guard unsafe EC_POINT_mul(group, point, number, nil, nil, nil) == 1,
            unsafe EC_KEY_set_private_key(key, number) == 1, unsafe EC_KEY_set_public_key(key, point) == 1
        else {
            unsafe EC_KEY_free(key)
            throw .libraryFailure(operation: "computing a P-256 public key")
        }
        unsafe pointer = key
    }

    deinit { unsafe EC_KEY_free(pointer) }

    /// The public point, each coordinate in 32 bytes.
    func coordinates() throws(CryptographyError) -> (x: [UInt8], y: [UInt8]) {
        let (x, y) = unsafe (BN_new(), BN_new())
        defer {
            unsafe BN_free(x)
            unsafe BN_free(y)
        }
        let group = unsafe EC_KEY_get0_group(pointer)
        let point = unsafe EC_KEY_get0_public_key(pointer)
        guard unsafe EC_POINT_get_affine_coordinates(group, point, x, y, nil) == 1 else {
            throw .libraryFailure(operation: "reading a P-256 public key")
        }
        return unsafe (Self.bytes(of: x), Self.bytes(of: y))
    }

    /// A number in 32 bytes, padded with zeros on the left.
    static func bytes(of number: OpaquePointer?) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            count = Int(max(0, unsafe BN_bn2binpad(number, buffer.baseAddress, 32)))
        }
    }
}
