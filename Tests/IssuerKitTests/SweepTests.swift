import HTTP
import JSON
import OpenID4VCI
import Rules
import SQLite
import TestSupport
import Testing

@testable import IssuerKit

/// What an issuer has erased is in none of its files after the next sweep.
@Suite struct SweepTests {
    private let folder: TemporaryFolder
    private let database: Database
    private let issuer: TestIssuer

    init() throws {
        folder = try TemporaryFolder()
        database = try Database(
            at: folder.file("issuer.db"), DatabaseConfiguration(.createNew), schema: SQLiteIssuerStore.schema)
        issuer = try TestIssuer(database: database)
    }

    private func sealedClaims(in table: String) throws -> [UInt8] {
        try #require(
            try database.first("SELECT sealed_claims FROM \(table) WHERE sealed_claims <> x''") {
                (row) throws(SQLiteError) in try row.blob(0)
            })
    }

    @Test func `SEC-28 SDPRV-02 claims that were redeemed or taken back are in no file after a sweep`() throws {
        let offer = try issuer.offer()
        let offered = try sealedClaims(in: "offers")
        try issuer.service.sweep()
        #expect(folder.files(with: offered) == ["issuer.db"])
        #expect(issuer.redeem(try issuer.code(offer), transactionCode: nil).status == 200)
        #expect(folder.files(with: offered) != [], "the row is without them, the files are not")
        try issuer.service.sweep()
        #expect(folder.files(with: offered) == [])
        let granted = try sealedClaims(in: "tokens")
        #expect(folder.files(with: granted) == ["issuer.db"], "the token still fetches them")
        _ = try issuer.store.setStatus(1, of: offer.issuance)
        #expect(folder.files(with: granted) != [])
        try issuer.service.sweep()
        #expect(folder.files(with: granted) == [])
    }

    @Test func `SEC-28 claims that nobody fetched in time are erased, without a new offer`() throws {
        _ = try issuer.offer()
        let redeemed = try issuer.offer()
        let offered = try sealedClaims(in: "offers")
        #expect(issuer.redeem(try issuer.code(redeemed), transactionCode: nil).status == 200)
        let granted = try sealedClaims(in: "tokens")
        issuer.wait(86_400)
        try issuer.service.sweep()
        #expect(folder.files(with: offered) == [] && folder.files(with: granted) == [])
        #expect(try issuer.store.issuances(limit: 9, at: issuer.now).count == 2, "what became of it can be listed")
        issuer.wait(30 * 86_400)
        try issuer.service.sweep()
        #expect(try issuer.store.issuances(limit: 9, at: issuer.now).isEmpty)
    }
}
