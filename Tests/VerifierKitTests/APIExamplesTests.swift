import CredentialModel
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import TestSupport
import Testing

@testable import VerifierKit

/// The examples of `/openapi.json`, held against a service: what they show is so.
@Suite struct APIExamplesTests {
    private let caller: ExampleCaller
    private let observed: ObservedAnswers

    init() throws {
        caller = try ExampleCaller()
        let answer = caller.router.respond(to: HTTPRequest(method: "GET", path: "/openapi.json"))
        observed = ObservedAnswers(TestService.json(answer))
    }

    private static let withBody = APITable.operations.filter { $0.body != nil }.map(\.id)

    /// Answers to examples that no service can accept, as what they hold was made for another transaction.
    private static let foreign: [String: (status: Int, rule: String)] = [
        "passOnAnswer signed": (400, "ENC-02"), "respond encrypted": (400, "ENC-02"), "respond clear": (400, "RSP-10"),
    ]

    @Test(arguments: withBody)
    func `SEC-29 a service takes each example of a request`(id: String) throws {
        let operation = try ExampleCaller.operation(id)
        let schema = operation.body?.schema ?? ""
        let examples = APIExamples.examples(of: schema)
        #expect(!examples.isEmpty)
        for example in examples {
            #expect(fault(of: example, by: schema) == nil)
            let status = try caller.send(operation, example).status
            if let expected = Self.foreign["\(id) \(example.name)"] {
                #expect(status == expected.status, "\(example.name)")
                #expect(caller.service.refusals.last?.rule.description == expected.rule, "\(example.name)")
            } else {
                #expect((200..<400).contains(status), "\(example.name): \(caller.service.refusals)")
            }
        }
    }

    @Test func `SEC-29 what is presented in the examples holds`() throws {
        let check = try ExampleCaller.operation("check")
        for example in APIExamples.examples(of: "CheckRequest") {
            let report = TestService.json(try caller.send(check, example))
            #expect(report["verdict"] == "accepted", "\(report.text)")
        }
        for example in APIExamples.examples(of: "Proof") {
            let report = try ProofPackage(example.value).report(
                trust: caller.service.post.trust(), status: NoStatusSource(why: "test"), policy: CredentialPolicy())
            #expect(report.isAccepted, "\(report.json.text)")
        }
    }

    @Test func `SEC-29 each example of an answer is as its schema and its reader want it`() throws {
        var described: Set<String> = []
        for operation in APITable.operations {
            for case (200..<300, .json(let schema)) in operation.answers {
                described.insert(schema)
                for example in APIExamples.examples(of: schema) { #expect(fault(of: example, by: schema) == nil) }
            }
        }
        // The document itself is the one; whether the service is ready, its answer says by more than its form.
        let without = described.filter { APIExamples.examples(of: $0).isEmpty }
        #expect(without == ["Description", "Readiness"])
        for example in APIExamples.examples(of: "TransactionBegun") {
            if let link = example.value["link"]?.string { _ = try AuthorizationRequestLink(parsing: link) }
            for request in example.value["call"]?["digital"]?["requests"]?.array ?? [] {
                _ = try DigitalCredentialRequest(parsing: request.serialized())
            }
        }
    }

    @Test func `SEC-29 the example of events reads as events do`() throws {
        let open = try caller.service.begin(caller.router)
        let stream = TestService.backend(caller.router, "GET", "/v1/transactions/\(open.id)/events").stream
        guard case .bytes(let sent) = stream?.take(atMost: 4_096) else { throw TestService.Missing() }
        // Every event of that transaction begins alike, and ends with a time of the same length.
        let real = String(decoding: sent, as: UTF8.self)
            .replacing(open.id, with: APIExamples.transactionID)
            .replacing("\(caller.service.now)", with: "2026-11-24T00:00:00Z")
        let example = try #require(APIExamples.examples(of: "text/event-stream").first?.value.string)
        #expect(example.hasPrefix(real))
        let accepted = real.replacing("open", with: "accepted").replacing("00:00Z", with: "00:20Z")
        #expect(example == real + accepted)
    }

    @Test func `SEC-29 each parameter is described, and its example is understood`() throws {
        for operation in APITable.operations {
            let places = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map(String.init)
            #expect(places == operation.parameters.filter { $0.place == .path }.map { "{\($0.name)}" })
            for parameter in operation.parameters {
                let place: Comment = "\(operation.id) \(parameter.name)"
                #expect(observed.fault(of: parameter.example, by: parameter.schema) == nil, place)
                guard parameter.place == .query else { continue }
                let field = FormField(parameter.name, parameter.example.string ?? parameter.example.text)
                let status = try caller.send(operation, nil, query: [field]).status
                // A code of another transaction is understood, and does not help; without a code nobody comes back.
                let isForeign = field.name == "response_code" || operation.id == "comeBack"
                #expect((200..<400).contains(status) || isForeign && [403, 404].contains(status), place)
            }
        }
    }

    private func fault(of example: APIExample, by schema: String) -> String? {
        observed.fault(of: example.value, by: APISchemas.reference(schema)).map { "\(schema) \(example.name): \($0)" }
    }
}
