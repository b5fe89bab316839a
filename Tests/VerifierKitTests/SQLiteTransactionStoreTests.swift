import HTTP
import JSON
import OpenID4VP
import Rules
import SQLite
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct SQLiteTransactionStoreTests {
    private let folder: TemporaryFolder
    private let database: Database
    private let service: TestService

    init() throws {
        folder = try TemporaryFolder()
        database = try Database(
            at: folder.file("service.db"), DatabaseConfiguration(.createNew), schema: SQLiteTransactionStore.schema)
        service = try TestService(database)
    }

    private func sealed(_ column: String) throws -> [UInt8] {
        try #require(
            try database.first("SELECT \(column) FROM transactions WHERE \(column) IS NOT NULL") {
                (row) throws(SQLiteError) in try row.blob(0)
            })
    }

    @Test func `SEC-28 SES-09 what a sweep or a call erased is in no file after the sweep`() throws {
        let (running, router) = try service.serviceAndRoutes(mode: .directPostJWT)
        let open = try service.begin(router)
        let found = try #require(try SQLiteTransactionStore(database).transaction(id: open.id))
        #expect(found.1 == nil, "an open transaction has no outcome")
        let key = try sealed("sealed_response_key")
        #expect(folder.files(with: key) != [])
        #expect(try service.answer(router, open, try refusal(open)).status == 200)
        #expect(folder.files(with: key) != [], "the row is without it, the WAL is not")
        try running.sweep()
        #expect(folder.files(with: key) == [])

        let other = try service.begin(router, mode: "direct_post")
        #expect(try service.answer(router, other).status == 200)
        let claims = try sealed("sealed_claims")
        try running.sweep()
        #expect(folder.files(with: claims) == ["service.db"])
        service.advance(3_600)
        try running.sweep()
        #expect(folder.files(with: claims) == [])
        #expect(folder.files(with: Array(other.id.utf8)) == ["service.db"])
        service.advance(TransactionTable.retentionSeconds)
        try running.sweep()
        for id in [open.id, other.id] { #expect(folder.files(with: Array(id.utf8)) == []) }
    }

    @Test func `SEC-28 a reader holds that up until the next sweep, and after a minute that is told`() throws {
        let (running, router) = try service.serviceAndRoutes()
        let other = try Database(
            at: folder.file("service.db"), DatabaseConfiguration(.open), schema: SQLiteTransactionStore.schema)
        let open = try service.begin(router)
        let held = try other.read { (connection) throws(SQLiteError) in
            Result<[UInt8], any Error> {
                let count = try connection.first("SELECT count(*) FROM transactions") { (row) throws(SQLiteError) in
                    try row.integer(0)
                }
                #expect(count == 1, "from now on this state is read")
                #expect(try service.answer(router, open).status == 200)
                let claims = try sealed("sealed_claims")
                #expect(TestService.json(service.result(router, open))["claims"] != nil)
                #expect(throws: Never.self) { try running.sweep() }
                #expect(folder.files(with: claims) == ["service.db-wal"])
                service.advance(59)
                #expect(throws: Never.self) { try running.sweep() }
                service.advance(1)
                #expect(throws: VerifierKitError.sqlite(.busy(file: database.file))) { try running.sweep() }
                return claims
            }
        }
        let claims = try held.get()
        try running.sweep()
        #expect(folder.files(with: claims) == [])
    }

    private func refusal(_ open: TestService.Open) throws -> [FormField] {
        [FormField("error", "access_denied"), FormField("state", open.request["state"]?.string ?? "")]
    }
}
