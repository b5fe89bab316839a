import COpenSSL

/// The nonces that RFC 6979 derives from a private scalar and a digest: one pair never signs with two of them.
///
/// Source: RFC 6979 §3.2, with SHA-256 and P-256, where every length is 32 bytes.
@safe struct DeterministicNonce {
    /// The HMAC key K, the value V, and one octet between them and the seed, as the RFC feeds them.
    private let memory: UnsafeMutablePointer<UInt8>

    private static let length = 32

    /// Lends a generator; its memory is wiped afterwards.
    ///
    /// - Parameters:
    ///   - scalar: 32 bytes, between 1 and n − 1.
    ///   - digest: the SHA-256 of the message, reduced modulo n.
    static func lend<R>(scalar: RawSpan, reducedDigest: [UInt8], to body: (inout DeterministicNonce) -> R?) -> R? {
        guard scalar.byteCount == length, reducedDigest.count == length else { return nil }
        // K ‖ V ‖ octet ‖ scalar ‖ digest
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 129) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            defer { unsafe OPENSSL_cleanse(base, buffer.count) }
            unsafe buffer.initialize(repeating: 0)
            unsafe (base + 32).update(repeating: 1, count: length)
            unsafe scalar.withOctets { unsafe (base + 65).update(from: $0, count: length) }
            for index in 0..<length { unsafe base[97 + index] = reducedDigest[index] }
            var nonce = unsafe DeterministicNonce(memory: base)
            nonce.rekey(octet: 0, seeded: true)
            nonce.rekey(octet: 1, seeded: true)
            return body(&nonce)
        }
    }

    /// Lends the next candidate, 32 bytes, which the caller checks against the order.
    mutating func next<R>(_ body: (RawSpan) -> R) -> R {
        advance()
        let value = unsafe memory + 32
        let candidate = unsafe RawSpan(_unsafeStart: value, byteCount: Self.length)
        return body(candidate)
    }

    /// Steps on after a candidate that was refused.
    mutating func refuse() { rekey(octet: 0, seeded: false) }

    /// K = HMAC(K, V ‖ octet ‖ seed?), V = HMAC(K, V).
    private func rekey(octet: UInt8, seeded: Bool) {
        unsafe memory[64] = octet
        unsafe authenticate(count: seeded ? 97 : 33, into: memory)
        advance()
    }

    /// V = HMAC(K, V).
    private func advance() { unsafe authenticate(count: 32, into: memory + 32) }

    /// HMAC under K of what begins with V.
    private func authenticate(count: Int, into output: UnsafeMutablePointer<UInt8>) {
        var hash = unsafe KeyedHash<SHA256State>(key: RawSpan(_unsafeStart: memory, byteCount: Self.length))
        unsafe hash.update(UnsafeRawBufferPointer(start: memory + 32, count: count))
        unsafe hash.finish(into: output)
    }
}
