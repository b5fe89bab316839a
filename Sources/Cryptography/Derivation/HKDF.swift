import CSodium

/// Keys from a shared secret. Source: RFC 5869.
public enum HKDF {
    /// Extracts and expands in one step.
    ///
    /// - Parameters:
    ///   - algorithm: the hash function.
    ///   - secret: the input key material.
    ///   - salt: random or empty.
    ///   - info: names the purpose, so that two purposes get two keys.
    ///   - count: bytes of output, at most 255 digests.
    /// - Throws: `parameterLength` when more is asked.
    public static func key(
        _ algorithm: HashAlgorithm, secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int
    ) throws(CryptographyError) -> [UInt8] {
        try check(count, algorithm)
        var output = [UInt8](repeating: 0, count: count)
        var span = output.mutableSpan
        var bytes = unsafe span.mutableBytes
        unsafe derive(algorithm, secret: secret.span.bytes, salt: salt, info: info, into: &bytes)
        return output
    }

    /// Extracts and expands in one step, from guarded memory into guarded memory.
    ///
    /// - Throws: `parameterLength` when more than 255 digests are asked, `noGuardedMemory`.
    public static func key(
        _ algorithm: HashAlgorithm, secret: borrowing SecretBytes, salt: [UInt8], info: [UInt8], count: Int
    ) throws(CryptographyError) -> SecretBytes {
        try check(count, algorithm)
        return try secret.withBytes { secret throws(CryptographyError) in
            try SecretBytes(count: count) { output in
                derive(algorithm, secret: secret, salt: salt, info: info, into: &output)
            }
        }
    }

    private static func check(_ count: Int, _ algorithm: HashAlgorithm) throws(CryptographyError) {
        guard count >= 0, count <= 255 * algorithm.byteCount else {
            throw .parameterLength(name: "output", bytes: count, expected: 255 * algorithm.byteCount)
        }
    }

    #if compiler(<6.3)
        @_lifetime(output: copy output)
    #endif
    private static func derive(
        _ algorithm: HashAlgorithm, secret: RawSpan, salt: [UInt8], info: [UInt8], into output: inout MutableRawSpan
    ) {
        switch algorithm {
        case .sha256: derive(SHA256State.self, secret, salt, info, &output)
        case .sha384: derive(SHA384State.self, secret, salt, info, &output)
        case .sha512: derive(SHA512State.self, secret, salt, info, &output)
        }
    }

    #if compiler(<6.3)
        @_lifetime(output: copy output)
    #endif
    private static func derive<State: HashState>(
        _: State.Type, _ secret: RawSpan, _ salt: [UInt8], _ info: [UInt8], _ output: inout MutableRawSpan
    ) {
        let length = State.digestByteCount
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { block in
            guard let base = block.baseAddress else { return }
            defer { unsafe sodium_memzero(base, length) }
            // HMAC pads a missing salt with the zeros that the RFC asks for.
            var extraction = unsafe KeyedHash<State>(key: salt.span.bytes)
            unsafe secret.withUnsafeBytes { unsafe extraction.update($0) }
            unsafe extraction.finish(into: base)
            var keyed = unsafe KeyedHash<State>(key: RawSpan(_unsafeStart: base, byteCount: length))
            defer { keyed.wipe() }
            var counter: UInt8 = 0
            unsafe output.withUnsafeMutableBytes { output in
                for start in stride(from: 0, to: output.count, by: length) {
                    var round = keyed
                    if start > 0 { unsafe round.update(UnsafeRawBufferPointer(block)) }
                    unsafe info.withUnsafeBytes { unsafe round.update($0) }
                    counter += 1
                    unsafe withUnsafeBytes(of: counter) { unsafe round.update($0) }
                    unsafe round.finish(into: base)
                    unsafe UnsafeMutableRawBufferPointer(rebasing: output[start...]).copyMemory(
                        from: UnsafeRawBufferPointer(
                            rebasing: UnsafeRawBufferPointer(block).prefix(output.count - start)))
                }
            }
        }
    }
}
