import Bytes
import Cryptography
import DCQL
import HTTP
import Rules
import Synchronization
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct TransactionNumberTests {
    private let now = TestPost.time

    @Test func `SEC-14 a token leads to its number, and goes on with 192 bits of its own`() throws {
        let random = SeededRandom(seed: 14)
        var seen: Set<String> = []
        for step in 0..<300 {
            let number = TransactionNumber(at: now + Int64(step), from: random)
            let tokens = (0..<3).map { _ in number.token(from: random) }
            for token in tokens {
                #expect(TransactionNumber(token: token) == number)
                #expect(token.utf8.count == 43)
                #expect(!token.hasPrefix("-"), "on a command line it would be an option")
                seen.insert(String(token.suffix(32)))
            }
        }
        #expect(seen.count == 900)
    }

    @Test func `SES-01 transactions are numbered by the second of their beginning, then by chance`() throws {
        let random = SeededRandom(seed: 1)
        let numbers = (0..<50).map { TransactionNumber(at: now + $0, from: random).value }
        #expect(numbers == numbers.sorted())
        let same = (0..<50).map { _ in TransactionNumber(at: now, from: random) }
        #expect(Set(same.map { $0.value >> 30 }) == [now.seconds])
        let names = Set(same.map { $0.token(from: random).prefix(8) })
        #expect(names.count == 50, "the log and the console name transactions by their first characters")
        for odd in [Int64.min, -1, 1 << 33, .max] {
            let number = TransactionNumber(at: UnixTime(seconds: odd), from: random)
            #expect(number.value >= 0 && TransactionNumber(token: number.token(from: random)) == number, "\(odd)")
        }
    }

    @Test(arguments: [
        "", "none", "A", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
        String(repeating: "A", count: 42) + "B", "gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "é" + String(repeating: "A", count: 41),
    ])
    func `SES-01 what is no token leads nowhere`(text: String) throws {
        #expect(TransactionNumber(token: text) == nil)
        #expect(try SQLiteTransactionStore(TestService().database).transaction(id: text) == nil)
    }

    @Test func `SES-01 SEC-14 the right place with another secret, and another one's token, find nothing`() throws {
        let service = try TestService()
        let store = SQLiteTransactionStore(service.database)
        let query = try DCQLQuery(json: TestService.query, reader: .verifier)
        let open = try service.serviceAndRoutes().service.create(query: query, redirectURI: nil, owner: 1)
        #expect(try store.transaction(id: open.id)?.0.number == open.number)
        #expect(try store.transaction(requestID: open.requestID)?.0.number == open.number)
        #expect(try store.transaction(pageID: open.pageID)?.0.number == open.number)
        var guess = try Base64URL.decode(open.id)
        for position in [8, 20, 31] {
            guess[position] ^= 1
            #expect(try store.transaction(id: Base64URL.encode(guess)) == nil, "octet \(position)")
            guess[position] ^= 1
        }
        for (id, request, page) in [
            (open.requestID, open.pageID, open.id), (open.pageID, open.id, open.requestID),
        ] {
            #expect(try store.transaction(id: id) == nil)
            #expect(try store.transaction(requestID: request) == nil)
            #expect(try store.transaction(pageID: page) == nil)
        }
    }

    @Test func `SEC-29 the tokens of the examples are such as a service makes for one transaction`() {
        let tokens = [APIExamples.transactionID, APIExamples.requestID, APIExamples.pageID]
        #expect(Set(tokens).count == 3)
        for token in tokens { #expect(TransactionNumber(token: token)?.value == APIExamples.number) }
    }

    @Test func `SES-01 a number that is taken is not given twice, and what has it stays as it is`() throws {
        let service = try TestService()
        let store = SQLiteTransactionStore(service.database)
        let query = try DCQLQuery(json: TestService.query, reader: .verifier)
        let open = try service.serviceAndRoutes().service.create(query: query, redirectURI: nil, owner: 1)
        let other = Transaction(
            number: open.number, id: "other", owner: 1, requestID: "other", pageID: "other", nonce: "n", state: "s",
            query: query, redirectURI: nil, responseKey: nil, createdAt: now, expiresAt: now + 300)
        #expect(try !store.insert(other, limits: OpenLimits()))
        #expect(try store.transaction(id: open.id)?.0.nonce == open.nonce)
        // A source that gives the same numbers for a while: the service goes on until one is free.
        let again = try service.serviceAndRoutes(random: StutteringRandom(repeats: 3)).service.create(
            query: query, redirectURI: nil, owner: 1)
        let next = try service.serviceAndRoutes(random: StutteringRandom(repeats: 3)).service.create(
            query: query, redirectURI: nil, owner: 1)
        #expect(again.number != next.number)
        #expect(
            throws: VerifierKitError.cryptography(.libraryFailure(operation: "drawing the number of a transaction"))
        ) {
            try service.serviceAndRoutes(random: StutteringRandom(repeats: .max)).service.create(
                query: query, redirectURI: nil, owner: 1)
        }
    }
}

/// Draws the same numbers for a while, and good randomness for everything else.
private final class StutteringRandom: RandomSource {
    private let left: Mutex<Int>

    init(repeats: Int) { left = Mutex(repeats) }

    func bytes(_ count: Int) -> [UInt8] {
        let repeats = left.withLock { left in
            guard count == 4, left > 0 else { return false }
            left -= 1
            return true
        }
        return repeats ? [0, 0, 0, 7] : SystemRandom().bytes(count)
    }
}
