import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import TestSupport

/// Runs the operations `sdjwt.verify` and `keybinding.verify` of vector files.
struct VectorVerifier {
    let verifier: SDJWTVerifier
    let text: String

    init(_ vector: Vector) throws {
        let time = UnixTime(seconds: vector["time"]?.integer ?? 0)
        let key = try JWK(vector["issuer_key"] ?? .null).publicKey
        var validity = ValidityPolicy(at: time, audience: .notChecked)
        if let name = vector["credential_audience"]?.string { validity.audience = .mustName(name) }
        var expectation = KeyBindingExpectation(
            audience: vector["audience"]?.string ?? "", nonce: vector["nonce"]?.string ?? "", at: time)
        if vector["transaction_data"]?.string == "requested" { expectation.transactionData = .requested }
        if let earliest = vector["request_time"]?.integer { expectation.earliest = UnixTime(seconds: earliest) }
        let keyBinding: KeyBindingPolicy =
            switch vector["key_binding"]?.string {
            case "required": .required(expectation)
            case "if_present": .ifPresent(expectation)
            default: .refused
            }
        var verifier = SDJWTVerifier(issuerKey: key, validity: validity, keyBinding: keyBinding)
        verifier.algorithms = (vector["algorithms"]?.array ?? []).compactMap(\.string)
            .map(SignatureAlgorithm.init(rawValue:))
        self.verifier = verifier
        text = vector["sd_jwt"]?.string ?? ""
    }

    func verified(log: inout StepLog) throws(SDJWTError) -> VerifiedPresentation {
        try verifier.verified(text, log: &log)
    }
}
