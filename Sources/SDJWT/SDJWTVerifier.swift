import Bytes
public import Cryptography
public import JOSE
import JSON
public import Rules

/// Everything that decides about one presentation of a plain SD-JWT, as values.
///
/// ```swift
/// let verifier = SDJWTVerifier(
///     issuerKey: key, validity: .init(at: now, audience: .mustName("https://shop.example")),
///     keyBinding: .required(.init(audience: "https://shop.example", nonce: nonce, at: now)))
/// var log = StepLog()
/// let presentation = try verifier.verified(text, log: &log)
/// ```
///
/// SD-JWT VC adds its own rules on the same parts and does not use this type.
/// Source: RFC 9901 §7.1, §7.3 (SDJWT-30 to SDJWT-50, KB-04 to KB-12).
public struct SDJWTVerifier: Sendable {
    /// The issuer's key, chosen by policy.
    public var issuerKey: PublicKey
    /// The signature algorithms that the issuer may use.
    public var algorithms = SignatureAlgorithm.supported
    /// The hashes that `_sd_alg` may name.
    public var hashAlgorithms = HashAlgorithm.allCases
    /// The values of `typ` that are accepted; nil accepts any, none included (SDJWT-05).
    public var types: [String]?
    /// The value that `iss` must have; nil does not look at `iss`.
    public var issuer: String?
    /// What the payload must say.
    public var validity: ValidityPolicy
    /// Whether a key binding must come, and what it must say.
    public var keyBinding: KeyBindingPolicy
    /// What signatures beside the first one are worth; there are none but in the general JSON form.
    public var furtherSignatures = FurtherSignatures.verified(by: [])
    /// The limits on size.
    public var limits = SDJWTLimits.default

    /// Which signatures of the general JSON form must hold; the first one must always, `sd_hash` is over it (SDJSON-06).
    public enum FurtherSignatures: Sendable {
        /// All, with these keys in their order.
        case verified(by: [PublicKey])
        /// The first one decides.
        case ignored
    }

    /// Prepares verification.
    public init(issuerKey: PublicKey, validity: ValidityPolicy, keyBinding: KeyBindingPolicy) {
        (self.issuerKey, self.validity, self.keyBinding) = (issuerKey, validity, keyBinding)
    }

    /// Verifies one presentation.
    ///
    /// - Throws: the first refusal; the log has the steps up to it, and says which parts were not reached.
    public func verified(_ text: String, log: inout StepLog) throws(SDJWTError) -> VerifiedPresentation {
        try verified(Array(text.utf8), log: &log)
    }

    /// Verifies one presentation given in ASCII bytes.
    ///
    /// - Throws: as `verified(_:log:)` of a text.
    public func verified(_ bytes: [UInt8], log: inout StepLog) throws(SDJWTError) -> VerifiedPresentation {
        let received: CompactSDJWT
        do throws(SDJWTError) { received = try CompactSDJWT(parsing: bytes, limits: limits) } catch {
            failed("compact form", error, &log)
            throw error
        }
        return try verified(received, log: &log)
    }

    /// Verifies one presentation given in JSON form, flattened or general.
    ///
    /// - Throws: as `verified(_:log:)`, and `jsonForm`. Source: RFC 9901 §8 (SDJSON-04, SDJSON-06).
    public func verified(json bytes: [UInt8], log: inout StepLog) throws(SDJWTError) -> VerifiedPresentation {
        let received: JSONSDJWT
        do throws(SDJWTError) { received = try JSONSDJWT(parsing: bytes, limits: limits) } catch {
            failed("JSON form", error, &log)
            throw error
        }
        log.passed("SDJSON-01", "JSON form")
        do throws(SDJWTError) { try checkFurtherSignatures(received.further, log: &log) } catch {
            skipRest(why: "another signature was refused", &log)
            throw error
        }
        return try verified(received.compact, log: &log)
    }

    private func checkFurtherSignatures(_ further: [CompactJWS], log: inout StepLog) throws(SDJWTError) {
        guard !further.isEmpty else { return }
        guard case .verified(let keys) = furtherSignatures else {
            return log.skipped("SDJSON-06", "further signatures", why: "policy says that the first one decides")
        }
        try log.check("SDJSON-06", "further signatures") { () throws(SDJWTError) in
            for (index, jws) in further.enumerated() {
                guard keys.indices.contains(index) else { throw .jsonForm(.noKey(signature: index + 1)) }
                do throws(JOSEError) { _ = try jws.verified(by: keys[index], allowing: algorithms) } catch {
                    throw .jose(error)
                }
            }
        }
    }

    private func failed(_ form: String, _ error: SDJWTError, _ log: inout StepLog) {
        log.failed(form, error.refusal)
        skipRest(why: "there is nothing to verify", &log)
    }

    /// Says what was not reached.
    private func skipRest(why: String, _ log: inout StepLog) {
        log.skipped("SDJWT-31", "signature of the issuer", why: why)
        log.skipped("SDJWT-45", "validity of the credential", why: why)
        log.skipped("KB-07", "key binding", why: why)
    }

    private func verified(_ received: CompactSDJWT, log: inout StepLog) throws(SDJWTError) -> VerifiedPresentation {
        let credential: VerifiedSDJWT
        do throws(SDJWTError) {
            credential = try received.verified(
                by: issuerKey, allowing: algorithms, hashAlgorithms: hashAlgorithms, log: &log)
            try checkOrigin(of: credential, log: &log)
            try credential.checkValidity(validity, log: &log)
        } catch {
            log.skipped("KB-07", "key binding", why: "the credential was refused")
            throw error
        }
        let keyBinding = try credential.verifiedKeyBinding(keyBinding, log: &log)
        return VerifiedPresentation(credential: credential, keyBinding: keyBinding)
    }

    private func checkOrigin(of credential: VerifiedSDJWT, log: inout StepLog) throws(SDJWTError) {
        if let types {
            try log.check("SDJWT-05", "type of the token") { () throws(SDJWTError) in
                let type = credential.header.type ?? ""
                guard types.contains(where: { haveSameBytes($0, type) }) else {
                    throw .typeMismatch(expected: types)
                }
            }
        }
        if let issuer {
            try log.check("SDJWT-31", "issuer") { () throws(SDJWTError) in
                guard credential.payload["iss"] == .string(issuer) else { throw .issuerMismatch }
            }
        }
    }
}
