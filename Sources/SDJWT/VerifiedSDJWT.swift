public import Cryptography
public import JOSE
public import JSON
public import Rules

/// An SD-JWT whose issuer's signature and Disclosures were checked; only `CompactSDJWT.verified(by:…)` makes one.
///
/// The signature says that the holder of `issuerKey` issued it. Whether that key may, and whether the credential is valid
/// now and belongs to the presenter, is checked on top: `checkValidity`, `verifiedKeyBinding`.
public struct VerifiedSDJWT: Sendable {
    /// The processed SD-JWT.
    public let content: ProcessedSDJWT
    /// The key that verified the issuer's JWT.
    public let issuerKey: PublicKey

    init(content: ProcessedSDJWT, issuerKey: PublicKey) {
        (self.content, self.issuerKey) = (content, issuerKey)
    }

    /// The header of the issuer's JWT.
    public var header: JOSEHeader { content.received.issuerJWT.header }

    /// The payload with the disclosed claims in their places.
    public var payload: JSONObject { content.payload }

    /// The Disclosures in the order in which they were received.
    public var disclosures: [PlacedDisclosure] { content.disclosures }
}

extension CompactSDJWT {
    /// Checks the issuer's signature, then the Disclosures, in the order of RFC 9901 §7.1.
    ///
    /// - Parameters:
    ///   - issuerKey: the key that the caller's policy names for this issuer.
    ///   - algorithms: the signature algorithms that this issuer may use.
    ///   - hashAlgorithms: the hashes that `_sd_alg` may name.
    ///   - log: receives one step for each group of rules.
    /// - Throws: `jose` for the signature, and all cases of SDJWT-06 to SDJWT-50 that concern Disclosures and digests.
    public func verified(
        by issuerKey: PublicKey, allowing algorithms: [SignatureAlgorithm] = SignatureAlgorithm.supported,
        hashAlgorithms: [HashAlgorithm] = HashAlgorithm.allCases, log: inout StepLog
    ) throws(SDJWTError) -> VerifiedSDJWT {
        log.passed("SDJWT-30", "compact form")
        let algorithm = issuerJWT.header.algorithm.rawValue
        let jws = try log.check("SDJWT-31", "signature of the issuer", on: algorithm) { () throws(SDJWTError) in
            do throws(JOSEError) {
                return try issuerJWT.verified(by: issuerKey, allowing: algorithms)
            } catch {
                throw .jose(error)
            }
        }
        let payload = try log.check("SDJWT-06", "payload is a JSON object") { () throws(SDJWTError) in
            do throws(JOSEError) { return try jws.payload() } catch { throw .jose(error) }
        }
        let content = try ProcessedSDJWT(self, payload: payload, allowing: hashAlgorithms, log: &log)
        return VerifiedSDJWT(content: content, issuerKey: issuerKey)
    }
}
