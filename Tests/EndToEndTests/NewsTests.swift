import JSON
import TestSupport
import Testing

/// What a running verifier tells its backend and those who run it.
@Suite struct NewsTests {
    @Test func `SES-08 SEC-29 a backend that watches learns what became of a transaction, over a real connection`()
        throws
    {
        let folder = try TemporaryFolder()
        let bank = try Bank(in: folder, trusting: try PostOffice(in: folder))
        let transaction = try bank.ask()
        let path = "/v1/transactions/\(transaction.id)"
        let key = "Authorization: Bearer \(bank.apiKey)"
        let watching = try RawConnection(port: bank.service.port)
        watching.send(bank.service.head("GET", "\(path)/events", headers: [key]))
        #expect(try watching.text(until: "\r\n\r\n").contains("text/event-stream"))
        #expect(try watching.text(until: "\n\n").contains("\"state\":\"open\""))
        #expect(try bank.service.answer("DELETE", path, headers: [key]).status == 204)
        #expect(try watching.text(until: "\n\n").contains("\"state\":\"cancelled\""))
        #expect(try watching.text(until: "0\r\n\r\n").count < 64, "the stream ends")
    }

    @Test func `SEC-30 SEC-31 a running service shows its page, is ready, describes itself and hides its counts`()
        throws
    {
        let folder = try TemporaryFolder()
        let bank = try Bank(in: folder, trusting: try PostOffice(in: folder))
        let key = "Authorization: Bearer \(bank.apiKey)"
        let query = String(decoding: try repositoryFile("examples/queries/age-over-18.json"), as: UTF8.self)
        let begun = try bank.service.ask("/v1/transactions", "{\"dcql_query\":\(query)}", bearer: bank.apiKey)
        let url = try JSONValue(parsing: begun.body)["page"]?.string ?? ""
        let token = url.split(separator: "/").last.map(String.init) ?? ""
        let page = try bank.service.answer("GET", "/p/\(token)", headers: ["Accept-Language: fr"])
        #expect(page.status == 200)
        #expect(String(decoding: page.body, as: UTF8.self).contains("En attente de votre portefeuille"))
        // What is logged has been counted.
        try bank.service.event("request", "/p/{id}")
        #expect(try bank.service.answer("GET", "/readyz").status == 200)
        #expect(try bank.service.answer("GET", "/metrics").status == 401)
        let counts = try bank.service.answer("GET", "/metrics", headers: [key])
        let text = String(decoding: counts.body, as: UTF8.self)
        #expect(text.contains("carnet_http_requests_total{method=\"GET\",route=\"/p/{id}\",status=\"200\"} 1\n"))
        #expect(!text.contains(token))
        let description = try bank.service.answer("GET", "/openapi.json")
        #expect(try JSONValue(parsing: description.body)["openapi"] == "3.1.0")
    }
}
