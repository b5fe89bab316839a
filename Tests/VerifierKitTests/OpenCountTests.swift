import DCQL
import Rules
import Testing

@testable import VerifierKit

@Suite struct OpenCountTests {
    private func limits(_ perKey: Int, _ overall: Int) -> OpenLimits {
        var limits = OpenLimits()
        (limits.perKey, limits.overall) = (perKey, overall)
        return limits
    }

    @Test func `SEC-29 the limits hold for one key and for all together`() throws {
        let count = OpenCount()
        var open: [Int64] = []
        func admit(_ owner: Int64) throws(VerifierKitError) {
            try count.admit(owner, limits(3, 5)) { key in Int64(open.filter { key == nil || $0 == key }.count) }
            open.append(owner)
        }
        for _ in 0..<3 { try admit(1) }
        #expect(throws: VerifierKitError.tooManyOpen(limit: 3)) { try admit(1) }
        for _ in 0..<2 { try admit(2) }
        #expect(throws: VerifierKitError.tooManyOpen(limit: 5)) { try admit(2) }
        open.removeFirst()
        try admit(1)
        #expect(throws: VerifierKitError.tooManyOpen(limit: 3)) { try admit(1) }
    }

    @Test func `SEC-29 transactions are not counted for each new one, and what other processes add is noticed`() throws
    {
        let count = OpenCount()
        var (asked, others) = (0, Int64(0))
        func admit() throws(VerifierKitError) {
            try count.admit(1, limits(1_000, 1_000)) { _ in
                asked += 1
                return others
            }
        }
        for _ in 0..<99 { try admit() }
        #expect(asked == 2)
        others = 1_000
        #expect(throws: VerifierKitError.tooManyOpen(limit: 1_000)) { for _ in 0..<100 { try admit() } }
    }

    @Test func `SEC-29 one that was not kept does not count`() throws {
        let count = OpenCount()
        var asked = 0
        for _ in 0..<500 {
            try count.admit(1, limits(2, 2)) { _ in
                asked += 1
                return 0
            }
            count.takeBack(1)
        }
        #expect(asked == 2)
    }

    @Test func `SEC-29 a transaction whose number was taken is not open`() throws {
        let service = try TestService()
        let store = SQLiteTransactionStore(service.database)
        let query = try DCQLQuery(json: TestService.query, reader: .verifier)
        func transaction(_ number: Int64) -> Transaction {
            Transaction(
                number: number, id: "id \(number)", owner: 1, requestID: "request \(number)", pageID: "page \(number)",
                nonce: "", state: "", query: query, redirectURI: nil, responseKey: nil, createdAt: service.now,
                expiresAt: service.now + 300)
        }
        #expect(try store.insert(transaction(1), limits: limits(3, 3)))
        for _ in 0..<2 { #expect(try !store.insert(transaction(1), limits: limits(3, 3))) }
        // What another process adds is seen when it is counted: it is not, since two of three places are free.
        let other = SQLiteTransactionStore(service.database)
        for number in [Int64(2), 3] { #expect(try other.insert(transaction(number), limits: limits(3, 3))) }
        #expect(try store.insert(transaction(4), limits: limits(3, 3)))
        #expect(throws: VerifierKitError.tooManyOpen(limit: 3)) {
            for number in Int64(5)...6 { _ = try store.insert(transaction(number), limits: limits(3, 3)) }
        }
    }
}
