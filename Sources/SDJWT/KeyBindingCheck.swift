import Bytes
import Cryptography
import JOSE
import JSON
public import Rules

extension VerifiedSDJWT {
    /// Checks the key binding that came along, or that none came, as the policy says.
    ///
    /// - Parameters:
    ///   - policy: decided before looking at the presentation (KB-04).
    ///   - log: receives one step for each group of rules.
    /// - Returns: nil when the policy permits that there is none, and there is none. Without a `KeyBindingJWT` nobody
    ///   may call the presentation bound to a key.
    /// - Throws: `keyBinding` with the fault.
    public func verifiedKeyBinding(
        _ policy: KeyBindingPolicy, log: inout StepLog
    ) throws(SDJWTError) -> KeyBindingJWT? {
        let isPresent = content.received.hasKeyBinding
        let expectation: KeyBindingExpectation
        switch policy {
        case .refused:
            try log.check("SDJWT-52", "no key binding from an issuer") { () throws(SDJWTError) in
                guard !isPresent else { throw .keyBinding(.unexpected) }
            }
            return nil
        case .ifPresent(let wanted):
            guard isPresent else {
                log.skipped("KB-09", "key binding", why: "not required, and none came")
                return nil
            }
            expectation = wanted
        case .required(let wanted):
            try log.check("KB-05", "key binding is there") { () throws(SDJWTError) in
                guard isPresent else { throw .keyBinding(.missing) }
            }
            expectation = wanted
        }
        return try KeyBindingCheck(credential: self, expectation: expectation).verified(log: &log)
    }
}

/// The checks of RFC 9901 §7.3 step 5, in the order that says most about what is wrong.
private struct KeyBindingCheck {
    let credential: VerifiedSDJWT
    let expectation: KeyBindingExpectation

    func verified(log: inout StepLog) throws(SDJWTError) -> KeyBindingJWT {
        let jws = try log.check("KB-01", "key binding JWT") { () throws(SDJWTError) in try parsed() }
        let holder = try log.check("KB-06", "holder's key in the credential") { () throws(SDJWTError) in
            try HolderKey.jwk(in: credential.payload)
        }
        try checkReuse(of: holder, log: &log)
        let algorithm = jws.header.algorithm.rawValue
        let claims = try log.check("KB-07", "signature of the holder", on: algorithm) { () throws(SDJWTError) in
            do throws(JOSEError) {
                return try jws.verified(by: holder, allowing: expectation.algorithms).payload()
            } catch {
                throw .keyBinding(.jose(error))
            }
        }
        let members = try log.check("KB-02", "claims of the key binding") { () throws(SDJWTError) in
            try Members(claims)
        }
        // First of all for whom it was made: another nonce condemns the whole response it came in (SES-07).
        try log.check("KB-07", "nonce and audience", on: expectation.audience) { () throws(SDJWTError) in
            guard constantTimeEqual(members.nonce, expectation.nonce) else { throw .keyBinding(.nonceMismatch) }
            guard constantTimeEqual(members.audience, expectation.audience) else {
                throw .keyBinding(.audienceMismatch)
            }
        }
        try log.check("KB-08", "key binding is fresh") { () throws(SDJWTError) in
            try checkFreshness(members.issuedAt, claims)
        }
        try log.check("KB-03", "hash of what was presented") { () throws(SDJWTError) in
            let received = credential.content.received
            let hash = credential.content.hashAlgorithm.hash(received.bytes.span.extracting(received.boundPart))
            guard constantTimeEqual(Base64URL.encode(hash), members.hash) else {
                throw .keyBinding(.hashMismatch)
            }
        }
        return try log.check("KB-11", "transaction data only if requested") { () throws(SDJWTError) in
            try KeyBindingJWT(
                claims: claims, issuedAt: members.issuedAt, holderKey: holder,
                transactionData: expectation.transactionData)
        }
    }

    private func parsed() throws(SDJWTError) -> CompactJWS {
        let received = credential.content.received
        let jws: CompactJWS
        do {
            jws = try CompactJWS(
                parsing: received.bytes, in: received.keyBindingRange, limits: received.limits.jose)
        } catch {
            throw .keyBinding(.jose(error))
        }
        guard let type = jws.header.type, haveSameBytes(type, "kb+jwt") else { throw .keyBinding(.type) }
        return jws
    }

    private func checkReuse(of holder: JWK, log: inout StepLog) throws(SDJWTError) {
        let isReused = holder.publicKey == credential.issuerKey
        if isReused, case .flagged = expectation.keyReuse {
            log.skipped("KB-12", "keys differ", why: "the holder's key is also the issuer's; policy lets it pass")
            return
        }
        try log.check("KB-12", "holder's key is not the issuer's") { () throws(SDJWTError) in
            guard !isReused else { throw .keyBinding(.keyReused) }
        }
    }

    private func checkFreshness(_ issuedAt: UnixTime, _ claims: JSONObject) throws(SDJWTError) {
        let now = expectation.time
        guard issuedAt <= now + expectation.skewSeconds else {
            throw .keyBinding(.inFuture(issuedAt: issuedAt, now: now))
        }
        guard issuedAt >= now - expectation.maxAgeSeconds else {
            throw .keyBinding(.tooOld(issuedAt: issuedAt, now: now, maxAgeSeconds: expectation.maxAgeSeconds))
        }
        if let earliest = expectation.earliest, issuedAt < earliest - expectation.skewSeconds {
            throw .keyBinding(.beforeRequest(issuedAt: issuedAt, earliest: earliest))
        }
        do {
            try JWTTimes(claims).check(at: now, skewSeconds: expectation.skewSeconds)
        } catch {
            throw .keyBinding(.jose(error))
        }
    }

    /// The four required claims (KB-02).
    private struct Members {
        let issuedAt: UnixTime
        let audience: String
        let nonce: String
        let hash: String

        init(_ claims: JSONObject) throws(SDJWTError) {
            guard let value = claims["iat"] else { throw .keyBinding(.memberMissing("iat")) }
            guard let date = NumericDate(value) else { throw .keyBinding(.memberType("iat", found: value.kind)) }
            issuedAt = date.time
            audience = try Self.string("aud", in: claims)
            nonce = try Self.string("nonce", in: claims)
            hash = try Self.string("sd_hash", in: claims)
        }

        private static func string(_ name: String, in claims: JSONObject) throws(SDJWTError) -> String {
            guard let value = claims[name] else { throw .keyBinding(.memberMissing(name)) }
            guard case .string(let text) = value else { throw .keyBinding(.memberType(name, found: value.kind)) }
            return text
        }
    }
}
