extension PublicKey {
    // The three encodings have a fixed length, so that a prefix and the key's own bytes are the whole of them.
    private static let p256Prefix: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48,
        0xCE,
        0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ]
    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
    private static let x25519Prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x6E, 0x03, 0x21, 0x00]

    /// The key as DER SubjectPublicKeyInfo, as certificates hold it. Source: RFC 5480, RFC 8410.
    public var subjectPublicKeyInfo: [UInt8] {
        switch curve {
        case .p256: Self.p256Prefix + x + y
        case .ed25519: Self.ed25519Prefix + x
        case .x25519: Self.x25519Prefix + x
        }
    }

    /// Takes a DER SubjectPublicKeyInfo with an uncompressed point.
    ///
    /// - Throws: `unsupportedKey` for another kind or another encoding, `pointNotOnCurve`.
    public init(subjectPublicKeyInfo der: [UInt8]) throws(CryptographyError) {
        if der.starts(with: Self.p256Prefix), der.count == 91 {
            try self.init(p256X: Array(der[27..<59]), y: Array(der[59...]))
        } else if der.starts(with: Self.ed25519Prefix), der.count == 44 {
            try self.init(ed25519: Array(der[12...]))
        } else if der.starts(with: Self.x25519Prefix), der.count == 44 {
            try self.init(x25519: Array(der[12...]))
        } else {
            throw .unsupportedKey
        }
    }
}
