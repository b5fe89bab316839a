import Rules
import Testing

@testable import HTTP

@Suite struct HTTPErrorTests {
    static let cases: [HTTPError] = [
        .unusableURL(.tooLong(limitBytes: 1)), .unusableURL(.character(offset: 1)),
        .unusableURL(.percentEncoding(offset: 1)),
        .unusableURL(.noScheme), .unusableURL(.scheme(found: "x")), .unusableURL(.noHost),
        .unusableURL(.userInformation),
        .unusableURL(.host), .unusableURL(.port), .unusableURL(.fragment),
        .unusableForm(.brokenPercentEncoding(offset: 1)),
        .unusableForm(.rawOctet(offset: 1)), .unusableForm(.nul(offset: 1)), .unusableForm(.notUTF8(offset: 1)),
        .unusableForm(.tooManyFields(limit: 1)), .unusableForm(.repeatedField(name: "x")),
        .queryInIdentifier(host: "h"),
        .schemeNotAllowed(scheme: "http", host: "h"), .addressNotAllowed(host: "h", address: "::1"),
        .hostNotFound(host: "h"),
        .connectionRefused(host: "h", port: 1), .connectionFailed(host: "h", reason: "r"),
        .timedOut(host: "h", seconds: 5),
        .tlsFailed(host: "h", reason: "r"), .answerTooLarge(host: "h", limitBytes: 1),
        .answerHeadersTooLarge(host: "h", limitBytes: 1), .redirectRefused(host: "h", status: 302),
        .tooManyRedirects(host: "h", limit: 3), .brokenAnswer(host: "h", reason: "r"), .clientUnavailable(reason: "r"),
        .tooManyAtOnce(limit: 16),
    ]

    @Test func `every refusal has a code of its own, words and a hint`() {
        let refusals = Self.cases.map(\.refusal)
        #expect(Set(refusals.map(\.code)).count == refusals.count)
        for refusal in refusals {
            #expect(!refusal.problem.isEmpty && !refusal.hint.isEmpty)
            #expect(!refusal.problem.hasSuffix(".") && !refusal.hint.hasSuffix("."))
        }
    }

    @Test func `a network failure is told from a refusal`() {
        #expect(HTTPError.timedOut(host: "h", seconds: 5).isNetworkFailure)
        #expect(!HTTPError.addressNotAllowed(host: "h", address: "::1").isNetworkFailure)
    }
}
