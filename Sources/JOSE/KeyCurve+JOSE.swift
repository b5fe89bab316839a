public import Cryptography

extension KeyCurve {
    /// The key type in `kty`.
    public var joseType: String { self == .p256 ? "EC" : "OKP" }

    /// The curve that `kty` and `crv` name together.
    init?(joseType: String, joseName: String?) {
        guard let joseName, let curve = KeyCurve(rawValue: joseName), curve.joseType == joseType else { return nil }
        self = curve
    }

    /// Whether a key of this curve may name that algorithm as its own (JOSE-06).
    func mayCarry(algorithm: String) -> Bool {
        switch self {
        case .p256: algorithm == "ES256" || algorithm.hasPrefix("ECDH-ES")
        case .ed25519: algorithm == "EdDSA" || algorithm == "Ed25519"
        case .x25519: algorithm.hasPrefix("ECDH-ES")
        }
    }
}
