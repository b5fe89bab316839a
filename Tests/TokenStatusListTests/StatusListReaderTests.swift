import CredentialModel
import Cryptography
import JOSE
import JSON
import Rules
import Synchronization
import Testing

@testable import TokenStatusList

/// A server whose answer the test chooses, and which counts the questions.
private final class Server: Sendable {
    let state = Mutex<(answer: Result<StatusListAnswer, StatusListUnavailable>, asked: [String])>(
        (.failure(StatusListUnavailable(why: "nobody listens")), []))

    func answer(_ body: [UInt8], as type: String = "application/statuslist+jwt") {
        state.withLock { $0.answer = .success(StatusListAnswer(contentType: type, body: body)) }
    }

    func fail(_ why: String) { state.withLock { $0.answer = .failure(StatusListUnavailable(why: why)) } }

    var asked: [String] { state.withLock { $0.asked } }

    func fetch(_ uri: String) throws(StatusListUnavailable) -> StatusListAnswer {
        let answer = state.withLock { state in
            state.asked.append(uri)
            return state.answer
        }
        return try answer.get()
    }
}

@Suite struct StatusListReaderTests {
    private let now = TokenCast.now
    private let cast: TokenCast
    private let server = Server()
    private let reader: StatusListReader

    init() throws {
        cast = try TokenCast()
        let server = server
        reader = StatusListReader { uri throws(StatusListUnavailable) in try server.fetch(uri) }
    }

    private func status(
        _ index: UInt64, authority: String = "kea-post", key: PublicKey? = nil, at time: UnixTime = TokenCast.now
    ) throws(TokenStatusListError) -> StatusResult {
        let key = key ?? cast.key.publicKey
        return try reader.status(of: cast.reference(index), authority: authority, at: time) {
            _ throws(TokenStatusListError) in key
        }
    }

    @Test func `TSL-04 valid, invalid, suspended and application specific are told apart, with their age`() throws {
        server.answer(try cast.token())
        for value in 0..<4 as Range<UInt8> {
            let expected = CredentialStatus(rawValue: value)
            #expect(try status(UInt64(value)) == .known(expected, ageSeconds: 100, staleSeconds: 0))
        }
        #expect(server.asked == [TokenCast.uri], "one fetch serves them all")
        let finding = try status(1).finding(for: cast.reference(1))
        #expect(finding == .known(name: "invalid", value: 1, ageSeconds: 100, reference: cast.reference(1)))
    }

    @Test func `TSL-48 a fetch carries the address and nothing else`() throws {
        server.answer(try cast.token())
        _ = try status(3)
        #expect(server.asked == [TokenCast.uri])
    }

    @Test func `TSL-44 that no list can be had is unknown, and not asked again at once`() throws {
        server.fail("the server answered 404")
        #expect(try status(0) == .unknown(why: "the server answered 404"))
        #expect(try status(0, at: now + 59) == .unknown(why: "the server answered 404"))
        #expect(server.asked.count == 1)
        server.answer(try cast.token())
        #expect(try status(0, at: now + 60) == .known(.valid, ageSeconds: 160, staleSeconds: 0))
    }

    @Test func `TSL-44 a page instead of a list is unknown, a list in the other form is refused`() throws {
        server.answer(Array("<html>".utf8), as: "text/html; charset=utf-8")
        guard case .unknown = try status(0) else {
            Issue.record("a page is no list")
            return
        }
        server.answer([0xD2], as: "application/statuslist+jwt")
        #expect(throws: TokenStatusListError.otherForm) { try status(0, at: now + 60) }
        server.answer(try cast.token(), as: "application/statuslist+cwt")
        #expect(throws: TokenStatusListError.otherForm) { try status(0, at: now + 120) }
    }

    @Test(arguments: ["application/statuslist+jwt", "Application/StatusList+JWT", "application/statuslist+jwt ; a=b"])
    func `TSL-14 the media type is compared without case and parameters`(type: String) throws {
        server.answer(try cast.token(), as: type)
        #expect(try status(0) == .known(.valid, ageSeconds: 100, staleSeconds: 0))
    }

    @Test func `TSL-44 a list that is wrong is refused, never unknown`() throws {
        server.answer(try cast.token(by: cast.stranger))
        #expect(throws: TokenStatusListError.jose(.signatureInvalid)) { try status(0) }
        #expect(throws: TokenStatusListError.jose(.signatureInvalid), "still, though it is not fetched at once again") {
            try status(0, at: now + 1)
        }
        #expect(server.asked.count == 1)
        server.answer(try cast.token(claims: { $0["sub"] = "https://issuer.example/lists/2" }))
        #expect(throws: TokenStatusListError.otherSubject) { try status(0, at: now + 60) }
        server.answer(Array("x".utf8))
        #expect(throws: TokenStatusListError.self) { try status(0, at: now + 120) }
    }

    @Test func `TSL-44 a wrong list does not let an older one that is held be believed in its place`() throws {
        server.answer(try cast.token())
        #expect(try status(0) == .known(.valid, ageSeconds: 100, staleSeconds: 0))
        server.answer(try cast.token(by: cast.stranger))
        for seconds in [501, 502, 560] as [Int64] {
            #expect(throws: TokenStatusListError.jose(.signatureInvalid)) { try status(0, at: now + seconds) }
        }
        #expect(server.asked.count == 2)
        server.fail("no route")
        #expect(
            try status(0, at: now + 561) == .known(.valid, ageSeconds: 661, staleSeconds: 61),
            "only that none can be had leaves the one that is held")
    }

    @Test func `TSL-13 a credential of a stranger that names the list takes nothing from those of its issuer`() throws {
        server.answer(try cast.token())
        let stranger = cast.stranger.publicKey
        #expect(throws: TokenStatusListError.jose(.signatureInvalid)) {
            try status(0, authority: "stranger", key: stranger)
        }
        #expect(try status(1) == .known(.invalid, ageSeconds: 100, staleSeconds: 0))
        #expect(throws: TokenStatusListError.jose(.signatureInvalid)) {
            try status(0, authority: "stranger", key: stranger)
        }
    }

    @Test func `TSL-43 an index beyond the list is refused, from the cache too`() throws {
        server.answer(try cast.token())
        #expect(throws: TokenStatusListError.indexOutOfRange(index: 16, count: 16)) { try status(16) }
        #expect(throws: TokenStatusListError.indexOutOfRange(index: 16, count: 16)) { try status(16) }
        #expect(try status(15) == .known(.valid, ageSeconds: 100, staleSeconds: 0))
        #expect(server.asked.count == 1)
    }

    @Test func `TSL-46 a list that is due is used when the next cannot be had, and says how stale it is`() throws {
        server.answer(try cast.token())
        _ = try status(0)
        server.fail("no route")
        #expect(try status(0, at: now + 501) == .known(.valid, ageSeconds: 601, staleSeconds: 1))
        #expect(try status(0, at: now + 1000) == .known(.valid, ageSeconds: 1100, staleSeconds: 500))
        #expect(try status(0, at: now + 1001) == .unknown(why: "no route, and the list held is too old"))
    }

    @Test func `STA-01 revoked stays revoked however old the list is, suspended does not`() throws {
        server.answer(try cast.token())
        _ = try status(0)
        server.fail("no route")
        #expect(try status(1, at: now + 9000) == .known(.invalid, ageSeconds: 9100, staleSeconds: 8500))
        #expect(try status(2, at: now + 9000) == .unknown(why: "no route, and the list held is too old"))
    }

    @Test func `NEG-139 an older list than the one held is not believed`() throws {
        let old = try cast.token(claims: { $0["iat"] = .integer(TokenCast.now.seconds - 5000) })
        var newer = cast
        try newer.list.set(.invalid, at: 0)
        server.answer(try newer.token())
        #expect(try status(0) == .known(.invalid, ageSeconds: 100, staleSeconds: 0))
        server.answer(old)
        #expect(try status(0, at: now + 501) == .known(.invalid, ageSeconds: 601, staleSeconds: 1))
    }

    @Test func `NEG-139 a list without exp that was signed more than a day ago is refused`() throws {
        func list(_ age: Int64) throws -> [UInt8] {
            try cast.token(claims: {
                $0["exp"] = nil
                $0["iat"] = .integer(TokenCast.now.seconds - age)
            })
        }
        server.answer(try list(86_461))
        #expect(throws: TokenStatusListError.tooOld(issuedAt: now - 86_461, now: now)) { try status(0) }
        server.answer(try list(86_400))
        #expect(try status(0, at: now + 60) == .known(.valid, ageSeconds: 86_460, staleSeconds: 0))
    }

    @Test func `TSL-13 the signer is decided on for each credential, from the cache too`() throws {
        server.answer(try cast.token())
        _ = try status(0)
        let refusal = TokenStatusListError.signerNotTrusted(
            Refusal("TSL-13", "status_signer", "not the same anchor", hint: "ask"))
        #expect(throws: refusal) {
            try reader.status(of: cast.reference(0), authority: "kea-post", at: now) { _ throws(TokenStatusListError) in
                throw refusal
            }
        }
        let other = cast.stranger.publicKey
        #expect(throws: TokenStatusListError.otherKey) {
            try reader.status(of: cast.reference(0), authority: "kea-post", at: now) { _ throws(TokenStatusListError) in
                other
            }
        }
        #expect(server.asked.count == 1)
    }

    @Test func `TSL-13 the decision sees key name and certificates before anything is believed`() throws {
        server.answer(try cast.token(header: { $0["kid"] = "k" }, by: cast.stranger))
        let key = cast.stranger.publicKey
        let result = try reader.status(of: cast.reference(0), authority: "kea-post", at: now) {
            signer throws(TokenStatusListError) in
            #expect(signer.header.keyID == "k")
            #expect(signer.certificates.isEmpty)
            return key
        }
        #expect(result == .known(.valid, ageSeconds: 100, staleSeconds: 0))
    }

    @Test func `many threads read at once`() async throws {
        server.answer(try cast.token())
        let (reader, cast) = (reader, cast)
        let wrong = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<64 as Range<UInt64> {
                group.addTask {
                    let key = cast.key.publicKey
                    let result = try? reader.status(
                        of: cast.reference(index % 4), authority: "kea-post", at: TokenCast.now
                    ) {
                        _ throws(TokenStatusListError) in key
                    }
                    let expected = CredentialStatus(rawValue: UInt8(index % 4))
                    return result != .known(expected, ageSeconds: 100, staleSeconds: 0)
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wrong == 0)
    }
}
