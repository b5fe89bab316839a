import Cryptography
import JOSE
import JSON
import Rules
import SDJWT

/// Issuing, presenting and verifying an SD-JWT, each beside the signatures that it cannot do without.
enum SignatureSubjects {
    static let all = [
        Subject(
            name: "verify-sdjwt-kb-p256", work: "verify an SD-JWT with key binding, 6 disclosures, 2 revealed, ES256",
            limit: "its two bare signature checks, keys cached", measure: { try verification(.p256) }),
        Subject(
            name: "verify-sdjwt-kb-ed25519", work: "the same with EdDSA",
            limit: "its two bare signature checks, keys cached", measure: { try verification(.ed25519) }),
        Subject(
            name: "present-sdjwt-kb-p256", work: "reveal 2 of 6 claims of a stored credential, ES256",
            limit: "one bare signature", measure: { try presentation(.p256) }),
        Subject(
            name: "issue-sdjwt-p256", work: "issue a credential with 6 disclosures, ES256", limit: "one bare signature",
            measure: { try issuance(.p256) }),
    ]

    private static func verification(_ curve: KeyCurve) throws -> Measurement {
        let samples = try Samples(curve)
        let verifier = SDJWTVerifier(
            issuerKey: samples.issuer.publicKey,
            validity: ValidityPolicy(at: Samples.time, audience: .notChecked),
            keyBinding: .required(
                KeyBindingExpectation(audience: Samples.audience, nonce: Samples.nonce, at: Samples.time)))
        let parsed = try CompactSDJWT(parsing: samples.presentation)
        let text = String(decoding: samples.presentation, as: UTF8.self)
        let keyBinding = try CompactJWS(parsing: String(text.split(separator: "~").last ?? ""))
        let first = try BareSignature(parsed.issuerJWT, by: samples.issuer.publicKey)
        let second = try BareSignature(keyBinding, by: samples.holder.publicKey)
        return Measurement(
            try Turns(
                ours: {
                    var log = StepLog(subject: "presentation")
                    _ = try verifier.verified(samples.presentation, log: &log)
                },
                limit: {
                    try first.check()
                    try second.check()
                }))
    }

    private static func presentation(_ curve: KeyCurve) throws -> Measurement {
        let samples = try Samples(curve)
        let message = samples.presentation
        return Measurement(
            try Turns(
                ours: {
                    let content = try CompactSDJWT(parsing: samples.credential).processed()
                    _ = try Samples.present(content, by: samples.holder)
                },
                limit: { _ = try samples.holder.sign(message) }))
    }

    private static func issuance(_ curve: KeyCurve) throws -> Measurement {
        let samples = try Samples(curve)
        let message = samples.presentation
        return Measurement(
            try Turns(
                ours: { _ = try Samples.issue(by: samples.issuer, to: samples.holder) },
                limit: { _ = try samples.issuer.sign(message) }))
    }
}
