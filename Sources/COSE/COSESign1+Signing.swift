public import CBOR
public import Cryptography

extension COSESign1 {
    /// Signs a payload.
    ///
    /// - Parameters:
    ///   - payload: the bytes to sign.
    ///   - protected: the header without the algorithm, which the key decides.
    ///   - key: signs with ES256 or EdDSA.
    /// - Returns: the tagged message.
    /// - Throws: what the key throws.
    public static func signed(
        _ payload: [UInt8], protected: CBORMap, by key: some SigningKey
    ) throws(CryptographyError) -> [UInt8] {
        let algorithm: Int64 = key.publicKey.curve == .p256 ? -7 : -8
        let header = CBORMap(
            [(.integer(Label.algorithm), .integer(algorithm))] + protected.entries.map { ($0.key, $0.value) })
        let headerBytes = CBORValue.map(header).encoded()
        let signature = try key.sign(structure(headerBytes, payload))
        return CBORValue.tagged(
            18, .array([.bytes(headerBytes), .map(CBORMap()), .bytes(payload), .bytes(signature)])
        ).encoded()
    }
}
