import HTTP
import JSON
import Rules
import SQLite
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct APIScopeTests {
    private let service: TestService
    private let store: SQLiteTransactionStore
    private let key = APIKey(text: "cvk_scoped")

    init() throws {
        service = try TestService()
        store = SQLiteTransactionStore(service.database)
    }

    private func keep(_ grant: APIKeyGrant) throws {
        try store.insertKey(
            name: "scoped", hash: key.hash(under: TestService.secret), grant: grant, at: service.now)
    }

    private func ask(_ operation: APIOperation) throws -> HTTPResponse {
        let path = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "x" : $0 }.joined(separator: "/")
        return TestService.backend(
            try service.routes(), operation.method, "/\(path)", operation.body.map { _ in [:] }, key: key)
    }

    @Test(arguments: APIScope.allCases)
    func `SEC-30 a key with one scope does what needs it, and nothing else`(scope: APIScope) throws {
        try keep(APIKeyGrant(scopes: [scope]))
        var allowed = 0
        for operation in APITable.operations {
            guard let needed = operation.scope else { continue }
            let answer = try ask(operation)
            if needed == scope {
                allowed += 1
                #expect(answer.status != 403 && answer.status != 401, "\(operation.id)")
            } else {
                #expect(answer.status == 403, "\(operation.id)")
                let problem = TestService.json(answer)
                #expect(problem["code"] == "missing_scope")
                #expect(problem["detail"]?.string?.contains(" \(needed.rawValue),") == true, "\(operation.id)")
                #expect(
                    answer.headers["WWW-Authenticate"]
                        == "Bearer error=\"insufficient_scope\", scope=\"\(needed.rawValue)\"")
            }
        }
        #expect(allowed > 0, "each scope is of use")
    }

    @Test func `SEC-30 a key without scopes of its own does everything, one with none does nothing`() throws {
        try keep(APIKeyGrant())
        for operation in APITable.operations where operation.scope != nil {
            #expect(try ask(operation).status != 403, "\(operation.id)")
        }
        try store.change("UPDATE api_keys SET scopes = 'everything:do' WHERE name = 'scoped'", [])
        for operation in APITable.operations where operation.scope != nil {
            #expect(try ask(operation).status == 403, "a scope of a later version allows nothing: \(operation.id)")
        }
    }

    @Test func `SEC-30 the description names the scope of each operation and what each allows`() throws {
        let document = TestService.json(
            try service.routes().respond(to: HTTPRequest(method: "GET", path: "/openapi.json")))
        for operation in APITable.operations {
            let described = document["paths"]?[operation.path]?[operation.method.lowercased()]
            let expected: JSONValue? = operation.scope.map { [["apiKey": [.string($0.rawValue)]]] }
            #expect(described?["security"] == expected, "\(operation.id)")
        }
        let text = document["components"]?["securitySchemes"]?["apiKey"]?["description"]?.string ?? ""
        for scope in APIScope.allCases { #expect(text.contains("`\(scope.rawValue)` to \(scope.meaning)")) }
    }

    @Test func `SEC-30 a key with an end is refused from that moment on`() throws {
        let end = service.now + 86_400
        try keep(APIKeyGrant(scopes: [.readTemplates], expiresAt: end))
        let operation = try #require(APITable.operations.first { $0.id == "listTemplates" })
        service.advance(86_399)
        #expect(try ask(operation).status == 200)
        service.advance(1)
        #expect(try ask(operation).status == 401)
        let record = try #require(try store.keys().last)
        #expect(record.grant == APIKeyGrant(scopes: [.readTemplates], expiresAt: end))
        #expect(record.json["scopes"] == ["templates:read"])
        #expect(record.json["expires_at"] == .string(end.description))
    }

    @Test func `SEC-30 a key of an earlier version keeps everything`() throws {
        let now = SQLiteTransactionStore.schema
        let earlier = try #require(now.steps.firstIndex(of: SQLiteTransactionStore.grantSchema))
        let folder = try TemporaryFolder()
        let path = folder.file("verifier.db")
        let old = DatabaseSchema(applicationID: now.applicationID, steps: Array(now.steps.prefix(earlier)))
        try Database(at: path, DatabaseConfiguration(.createNew, durability: .full), schema: old).write {
            (connection) throws(SQLiteError) in
            try connection.run(
                "INSERT INTO api_keys (name, hash, created_at) VALUES ('old', ?, 7)",
                [.blob(key.hash(under: TestService.secret))])
        }
        let store = SQLiteTransactionStore(
            try Database(at: path, DatabaseConfiguration(.open, durability: .full), schema: now))
        let found = try #require(try store.key(hash: key.hash(under: TestService.secret), at: service.now))
        #expect(found.grant == APIKeyGrant())
        #expect(APIScope.allCases.allSatisfy(found.grant.allows))
    }
}
