import Rules
import SQLite
import Synchronization

@testable import IssuerKit

/// A store that counts the questions whose cost grows with what was issued.
final class CountingStore: IssuerStore {
    private let store: SQLiteIssuerStore
    private let counted = Mutex<[String: Int]>([:])

    init() throws { store = SQLiteIssuerStore(try .inMemory(schema: SQLiteIssuerStore.schema)) }

    /// How often a function was called.
    func calls(of name: String) -> Int { counted.withLock { $0[name] ?? 0 } }

    private func count(_ name: String) { counted.withLock { $0[name, default: 0] += 1 } }

    func statusList(_ number: Int) throws(IssuerKitError) -> StatusListContent? {
        count("statusList")
        return try store.statusList(number)
    }
    func issuances(limit: Int, at now: UnixTime) throws(IssuerKitError) -> [IssuanceSummary] {
        count("issuances")
        return try store.issuances(limit: limit, at: now)
    }

    func statusListNumbers() throws(IssuerKitError) -> [Int] { try store.statusListNumbers() }
    func sweep(at now: UnixTime) throws(IssuerKitError) { try store.sweep(at: now) }
    func probe() throws(IssuerKitError) { try store.probe() }
    func statusListVersion(_ number: Int) throws(IssuerKitError) -> Int? { try store.statusListVersion(number) }
    func add(_ offer: StoredOffer, at now: UnixTime) throws(IssuerKitError) { try store.add(offer, at: now) }
    func offer(reference: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredOffer? {
        try store.offer(reference: reference, at: now)
    }
    func offer(code: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredOffer? {
        try store.offer(code: code, at: now)
    }
    func redeem(
        code: [UInt8], tag: [UInt8]?, for token: StoredToken, attempts: Int, at now: UnixTime
    ) throws(IssuerKitError) -> RedeemOutcome {
        try store.redeem(code: code, tag: tag, for: token, attempts: attempts, at: now)
    }
    func token(_ digest: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredToken? {
        try store.token(digest, at: now)
    }
    func add(nonce: [UInt8], expires: UnixTime, limit: Int, at now: UnixTime) throws(IssuerKitError) {
        try store.add(nonce: nonce, expires: expires, limit: limit, at: now)
    }
    func issue(_ order: IssueOrder) throws(IssuerKitError) -> IssueOutcome { try store.issue(order) }
    func setStatus(_ status: UInt8, of issuance: String) throws(IssuerKitError) -> Int? {
        try store.setStatus(status, of: issuance)
    }
}
