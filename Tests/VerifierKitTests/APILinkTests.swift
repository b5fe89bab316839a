import HTTP
import JSON
import Testing

@testable import VerifierKit

@Suite struct APILinkTests {
    private static let linked = APITable.operations.filter { !APILink.links(from: $0.id).isEmpty }.map(\.id)

    @Test(arguments: linked)
    func `SEC-29 a link leads to where there is something`(id: String) throws {
        let source = try ExampleCaller.operation(id)
        let caller = try ExampleCaller()
        for link in APILink.links(from: id) {
            for way in Self.ways(of: source) {
                let answer = try goodAnswer(of: source, way, caller)
                let target = try ExampleCaller.operation(link.target)
                #expect(target.parameters.contains { $0.name == link.parameter && $0.place == .path })
                let value = try #require(Self.value(at: link.value, in: answer), "\(link)")
                let body = target.body.flatMap { APIExamples.examples(of: $0.schema).first?.value }
                let response = TestService.backend(
                    caller.router, target.method, ExampleCaller.path(of: target, with: value), body)
                let code = TestService.json(response)["code"]?.string ?? ""
                #expect(!code.hasPrefix("no_such"), "\(link)")
                #expect(target.answers.contains { $0.status == response.status }, "\(link)")
            }
        }
    }

    @Test func `SEC-29 links are in the document, beside good answers only`() throws {
        for operation in APITable.operations {
            for (status, answer) in operation.json["responses"]?.object?.members ?? [] {
                let expected = status.hasPrefix("2") ? APILink.links(from: operation.id).map(\.target) : []
                #expect(answer["links"]?.object?.names ?? [] == expected, "\(operation.id) \(status)")
            }
        }
        #expect(Self.linked.count == 6)
    }

    /// The examples with which an operation is called; one call without a body where it has none.
    private static func ways(of source: APIOperation) -> [APIExample?] {
        source.body.map { APIExamples.examples(of: $0.schema) } ?? [nil]
    }

    private func goodAnswer(of source: APIOperation, _ way: APIExample?, _ caller: ExampleCaller) throws -> JSONValue {
        guard source.id == "passOnAnswer" else { return TestService.json(try caller.send(source, way)) }
        // What the example has was encrypted for another transaction.
        let page = try caller.service.beginOnPage(caller.router)
        let answer = try caller.service.answer(on: page)
        return TestService.json(caller.service.passOn(caller.router, page, answer))
    }

    /// The value of a runtime expression that points into the body of an answer.
    private static func value(at expression: String, in body: JSONValue) -> String? {
        let pieces = expression.split(separator: "#")
        guard pieces.count == 2, pieces[0] == "$response.body" else { return nil }
        var value: JSONValue? = body
        for name in pieces[1].split(separator: "/") {
            value = Int(name).map { index in value?[index] } ?? value?[String(name)]
        }
        return value?.string
    }
}
