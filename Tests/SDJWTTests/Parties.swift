import Bytes
import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import Synchronization
import TestSupport

/// Who takes part in the tests; the keys are those of the published examples.
enum Parties {
    static let now = UnixTime(seconds: 1_735_689_600)
    static let verifier = "https://verifier.example"
    static let nonce = "n-0S6_WzA2Mj8fK3pQ"

    static func issuer() throws -> SoftwareKey {
        try SoftwareKey(.p256, privateScalar: Base64URL.decode("Ur2bNKuBPOrAaxsRnbSH6hIhmNTxSGXshDSUD1a1y7g"))
    }

    static func holder() throws -> SoftwareKey {
        try SoftwareKey(.p256, privateScalar: Base64URL.decode("5K5SCos8zf9zRemGGUl6yfok-_NiiryNZsvANWMhF-I"))
    }

    static func expectation() -> KeyBindingExpectation {
        KeyBindingExpectation(audience: verifier, nonce: nonce, at: now)
    }

    /// A verifier that requires key binding.
    static func verifier(_ keyBinding: KeyBindingPolicy? = nil) throws -> SDJWTVerifier {
        SDJWTVerifier(
            issuerKey: try issuer().publicKey, validity: ValidityPolicy(at: now, audience: .notChecked),
            keyBinding: keyBinding ?? .required(expectation()))
    }
}

/// Random bytes that a seed decides.
final class SeededRandom: RandomSource {
    private let generator: Mutex<SeededGenerator>

    init(_ seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func bytes(_ count: Int) -> [UInt8] { generator.withLock { $0.bytes(count) } }
}

/// A source that gives less than it is asked for.
struct DryRandom: RandomSource {
    func bytes(_ count: Int) -> [UInt8] { [1, 2, 3] }
}

func decoded(_ text: String) throws -> [UInt8] { try Base64URL.decode(text) }

func digestText(_ disclosure: Disclosure) -> String {
    Base64URL.encode(HashAlgorithm.sha256.hash(Array(disclosure.text.utf8)))
}
