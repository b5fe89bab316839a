import COpenSSL

/// r and s of an ECDSA signature on P-256, both between 1 and n − 1.
///
/// ```
/// raw   r (32 bytes) ‖ s (32 bytes)
/// DER   30 length  02 length r  02 length s
/// ```
struct P256Signature {
    /// r ‖ s.
    let bytes: [UInt8]

    /// Reads the form of JOSE; nil for another length and for r or s out of range (JOSE-07).
    init?(raw: Span<UInt8>) {
        guard raw.count == 64 else { return nil }
        bytes = unsafe raw.withUnsafeBufferPointer { unsafe Array($0) }
        guard hasScalars else { return nil }
    }

    /// Reads the form of X.509; nil for anything but the one DER encoding of r and s in range.
    init?(der: Span<UInt8>) {
        // Two integers of at most 33 bytes each: every length fits in one byte below 0x80.
        guard der.count >= 8, der.count <= 72, der[0] == 0x30, Int(der[1]) == der.count - 2 else { return nil }
        var offset = 2
        guard let r = Self.integer(in: der, at: &offset), let s = Self.integer(in: der, at: &offset),
            offset == der.count
        else { return nil }
        bytes = r + s
        guard hasScalars else { return nil }
    }

    /// An ECDSA_SIG that the caller frees; nil when memory ran out.
    func makeNative() -> OpaquePointer? {
        unsafe bytes.span.withOctets { octets in
            guard let native = unsafe ECDSA_SIG_new() else { return nil }
            let (r, s) = unsafe (BN_bin2bn(octets, 32, nil), BN_bin2bn(octets + 32, 32, nil))
            guard unsafe r != nil, unsafe s != nil, unsafe ECDSA_SIG_set0(native, r, s) == 1 else {
                unsafe BN_free(r)
                unsafe BN_free(s)
                unsafe ECDSA_SIG_free(native)
                return nil
            }
            return unsafe native
        }
    }

    private var hasScalars: Bool {
        unsafe bytes.span.withOctets { unsafe P256Curve.isScalar($0) && P256Curve.isScalar($0 + 32) }
    }

    /// One INTEGER as 32 bytes.
    private static func integer(in der: Span<UInt8>, at offset: inout Int) -> [UInt8]? {
        guard der.count - offset >= 3, der[offset] == 0x02 else { return nil }
        let (start, length) = (offset + 2, Int(der[offset + 1]))
        guard length >= 1, length <= 33, length <= der.count - start, der[start] < 0x80 else { return nil }
        // A leading zero is there only to keep the number positive.
        if der[start] == 0, length > 1, der[start + 1] < 0x80 { return nil }
        if length == 33, der[start] != 0 { return nil }
        offset = start + length
        let digits = (start..<offset).suffix(32).map { der[$0] }
        return [UInt8](repeating: 0, count: 32 - digits.count) + digits
    }
}
