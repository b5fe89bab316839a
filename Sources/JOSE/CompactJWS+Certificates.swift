public import Certificates

extension CompactJWS {
    /// Checks the signature with the key of a certificate that the caller's policy names, ES384 included.
    ///
    /// - Returns: the payload, now known to be signed.
    /// - Throws: as `verified(by:allowing:)`; `algorithmNotAllowed` also for a certificate whose key is of no use here.
    public func payloadBytes(
        signedByKeyOf certificate: Certificate, allowing algorithms: [SignatureAlgorithm]
    ) throws(JOSEError) -> [UInt8] {
        guard header.algorithm == .es384 else {
            guard let key = certificate.publicKey else {
                throw .algorithmNotAllowed(header.algorithm, allowed: algorithms)
            }
            return try verified(by: key, allowing: algorithms).payloadBytes
        }
        guard algorithms.contains(.es384) else { throw .algorithmNotAllowed(.es384, allowed: algorithms) }
        guard signature.count == 96 else { throw .signatureLength(bytes: signature.count, expected: 96) }
        guard certificate.isValidES384Signature(signature, for: Array(signedBytes).span) else {
            throw .signatureInvalid
        }
        return payloadBytes
    }
}
