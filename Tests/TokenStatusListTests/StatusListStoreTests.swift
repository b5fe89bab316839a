import CredentialModel
import Cryptography
import JSON
import Rules
import Synchronization
import TestSupport
import Testing

@testable import TokenStatusList

/// A store in memory.
private final class Shelf: StatusListStore {
    let lists = Mutex<[String: FetchedStatusList]>([:])

    func list(at uri: String) -> FetchedStatusList? { lists.withLock { $0[uri] } }
    func keep(_ list: FetchedStatusList, at uri: String) { lists.withLock { $0[uri] = list } }
}

@Suite struct StatusListStoreTests {
    private let now = TokenCast.now
    private let cast: TokenCast
    private let shelf = Shelf()
    private let fetches = Counter()

    init() throws { cast = try TokenCast() }

    /// One run of a program: a reader of its own with the store of all runs.
    private func status(
        _ index: UInt64, at time: UnixTime, server: [UInt8]?, reuse: StatusListReuse = .whileFresh
    ) throws(TokenStatusListError) -> StatusResult {
        let (key, fetches) = (cast.key.publicKey, fetches)
        let reader = StatusListReader(store: shelf, reuse: reuse) { _ throws(StatusListUnavailable) in
            fetches.increment()
            guard let server else { throw StatusListUnavailable(why: "nobody listens") }
            return StatusListAnswer(contentType: StatusListToken.mediaType, body: server)
        }
        return try reader.status(of: cast.reference(index), authority: "kea-post", at: time) {
            _ throws(TokenStatusListError) in key
        }
    }

    @Test func `TSL-46 a list that is still fresh spares the next run its fetch, to the second`() throws {
        let token = try cast.token()
        #expect(try status(1, at: now, server: token) == .known(.invalid, ageSeconds: 100, staleSeconds: 0))
        // Signed 100 s before, with a time to live of 600 s.
        #expect(try status(2, at: now + 500, server: nil) == .known(.suspended, ageSeconds: 600, staleSeconds: 0))
        #expect(fetches.value == 1)
        #expect(try status(2, at: now + 501, server: token) == .known(.suspended, ageSeconds: 601, staleSeconds: 0))
        #expect(fetches.value == 2)
    }

    @Test func `TSL-46 a run that was told so asks anew, and falls back on what was kept`() throws {
        _ = try status(0, at: now, server: cast.token())
        let again = try status(1, at: now + 1, server: cast.token(), reuse: .fallbackOnly)
        #expect(again == .known(.invalid, ageSeconds: 101, staleSeconds: 0))
        #expect(fetches.value == 2)
        let offline = try status(1, at: now + 2, server: nil, reuse: .fallbackOnly)
        #expect(offline == .known(.invalid, ageSeconds: 102, staleSeconds: 0))
        #expect(fetches.value == 3)
    }

    @Test func `TSL-46 NEG-139 an older list than the kept one is not taken, and not kept`() throws {
        let old = try cast.token(claims: { $0["iat"] = .integer(TokenCast.now.seconds - 500) })
        let new = try cast.token()
        _ = try status(0, at: now, server: new)
        guard case .known(_, let age, _) = try status(0, at: now + 1, server: old, reuse: .fallbackOnly) else {
            Issue.record("the kept list can be used")
            return
        }
        #expect(age == 101)
        #expect(shelf.list(at: TokenCast.uri)?.body == new)
    }

    @Test func `TSL-41 a kept list is verified anew; one that does not verify is as good as none`() throws {
        let stranger = try cast.token(by: cast.stranger)
        let expired = try cast.token(claims: { $0["exp"] = .integer(TokenCast.now.seconds - 90) })
        for body in [stranger, expired, [], Array("eyJ".utf8)] {
            shelf.keep(FetchedStatusList(body: body, fetchedAt: now), at: TokenCast.uri)
            #expect(try status(1, at: now + 1, server: nil) == .unknown(why: "nobody listens"))
        }
        #expect(fetches.value == 4)
    }

    @Test func `STA-01 a kept list that is over says revoked for ever, and nothing else any more`() throws {
        shelf.keep(FetchedStatusList(body: try cast.token(), fetchedAt: now), at: TokenCast.uri)
        #expect(try status(1, at: now + 2000, server: nil) == .known(.invalid, ageSeconds: 2100, staleSeconds: 1500))
        #expect(
            try status(0, at: now + 2000, server: nil)
                == .unknown(why: "nobody listens, and the list held is too old"))
    }

    @Test func `TSL-46 a clock that was set back makes a kept list due`() throws {
        shelf.keep(FetchedStatusList(body: try cast.token(), fetchedAt: now + 86_400), at: TokenCast.uri)
        _ = try status(1, at: now, server: cast.token())
        #expect(fetches.value == 1)
    }

    @Test func `TSL-44 a list that was refused is not kept`() throws {
        let stranger = try cast.token(by: cast.stranger)
        #expect(throws: TokenStatusListError.self) { try status(1, at: now, server: stranger) }
        #expect(shelf.list(at: TokenCast.uri) == nil)
    }
}
