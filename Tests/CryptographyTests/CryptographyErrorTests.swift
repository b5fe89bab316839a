import Rules
import Testing

@testable import Cryptography

@Suite struct CryptographyErrorTests {
    private static let all: [CryptographyError] = [
        .keyLength(curve: .p256, bytes: 31, expected: 32), .pointNotOnCurve(curve: .p256),
        .scalarOutOfRange(curve: .p256), .unsupportedKey, .wrongUse(curve: .x25519, operation: "sign"),
        .weakSharedSecret, .notAuthentic, .parameterLength(name: "nonce", bytes: 1, expected: 24),
        .derivationParameters(memoryBytes: 1, passes: 1), .noDerivationMemory(bytes: 1 << 20),
        .noGuardedMemory(bytes: 32), .libraryFailure(operation: "signing"), .selfTestFailed(primitive: "SHA-256"),
    ]

    @Test func `SEC-40 every error has a rule, a code of its own and words without a full stop`() {
        let refusals = Self.all.map(\.refusal)
        #expect(Set(refusals.map(\.code)).count == Self.all.count)
        for refusal in refusals {
            #expect(refusal.rule.description.contains("-"))
            #expect(!refusal.problem.isEmpty && !refusal.problem.hasSuffix("."))
            #expect(!refusal.hint.isEmpty && !refusal.hint.hasSuffix("."))
        }
    }
}
