import CredentialModel
import Cryptography
import JSON
import Rules
import Testing

@testable import TokenStatusList

/// What a list said at a moment that is over.
@Suite struct HistoricalStatusReaderTests {
    private let cast: TokenCast
    private let moment = TokenCast.now - 50

    init() throws { cast = try TokenCast() }

    private func status(
        _ answer: StatusListAnswer?, index: UInt64 = 1, at moment: UnixTime? = nil
    ) throws(TokenStatusListError) -> StatusResult {
        let key = cast.key.publicKey
        return try HistoricalStatusReader { _, asked throws(StatusListUnavailable) in
            guard asked == moment ?? self.moment, let answer else { throw StatusListUnavailable(why: "not kept") }
            return answer
        }.status(of: cast.reference(index), at: moment ?? self.moment) { _ in key }
    }

    private func jwt(_ body: [UInt8]) -> StatusListAnswer {
        StatusListAnswer(contentType: "application/statuslist+jwt", body: body)
    }

    @Test func `TSL-61 the list of the moment says what was so then`() throws {
        #expect(try status(jwt(try cast.token())) == .known(.invalid, ageSeconds: 50, staleSeconds: 0))
        #expect(try status(jwt(try cast.token()), index: 0) == .known(.valid, ageSeconds: 50, staleSeconds: 0))
    }

    @Test func `TSL-61 NEG-145 a list that does not speak about the moment is refused, in whatever direction`() throws {
        let body = try cast.token()
        for moment in [TokenCast.now - 101, TokenCast.now + 1001] {
            #expect(throws: TokenStatusListError.outsideRequestedTime(moment)) {
                try status(jwt(body), at: moment)
            }
        }
    }

    @Test func `TSL-61 where no list of the past is kept nothing is known, never valid`() throws {
        #expect(try status(nil) == .unknown(why: "not kept"))
        let page = StatusListAnswer(contentType: "text/html", body: [])
        #expect(try status(page) == .unknown(why: "the server answered with something other than a status list"))
    }

    @Test func `TSL-61 TSL-42 what is wrong with a list of the past is refused`() throws {
        #expect(throws: TokenStatusListError.otherSubject) {
            try status(jwt(try cast.token(claims: { $0["sub"] = "https://issuer.example/lists/2" })))
        }
        #expect(throws: TokenStatusListError.self) { try status(jwt(try cast.token(by: cast.stranger))) }
        #expect(throws: TokenStatusListError.otherForm) {
            try status(StatusListAnswer(contentType: "application/statuslist+cwt", body: try cast.token()))
        }
        #expect(throws: TokenStatusListError.self) { try status(jwt(try cast.token()), index: 16) }
    }
}
