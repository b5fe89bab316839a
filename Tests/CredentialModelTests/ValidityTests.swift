import CredentialModel
import JSON
import Rules
import Testing

@Suite struct ValidityTests {
    private let validity = Validity(
        notBefore: UnixTime(seconds: 1000), expiresAt: UnixTime(seconds: 2000))

    @Test(
        arguments: [
            (939, Validity.State.notYetValid), (940, .valid), (1000, .valid), (2059, .valid), (2060, .expired),
        ] as [(Int64, Validity.State)])
    func `JOSE-16 the bounds with 60 seconds of tolerance`(seconds: Int64, state: Validity.State) {
        #expect(validity.state(at: UnixTime(seconds: seconds), skewSeconds: 60) == state)
    }

    @Test(
        arguments: [(999, Validity.State.notYetValid), (1000, .valid), (1999, .valid), (2000, .expired)]
            as [(Int64, Validity.State)])
    func `JOSE-16 the bounds without tolerance`(seconds: Int64, state: Validity.State) {
        #expect(validity.state(at: UnixTime(seconds: seconds)) == state)
    }

    @Test func `a credential without times is valid at any time`() {
        #expect(Validity().state(at: UnixTime(seconds: .max)) == .valid)
        #expect(Validity().json == [:])
    }
}
