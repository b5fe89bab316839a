import HTTP
import HTTPClient
import JSON
import VerifierKit

/// A verifier service as its backend sees it.
struct AskedService {
    private let base: String
    private let apiKey: String
    private let client: CurlClient

    init(base: String, apiKey: String) throws(VerifierKitError) {
        let url: WebURL
        do throws(HTTPError) { url = try WebURL(parsing: base) } catch { throw .http(error) }
        var text = url.text
        while text.hasSuffix("/") { text.removeLast() }
        (self.base, self.apiKey) = (text, apiKey)
        // A backend talks to its own service, which may well stand on the same machine.
        client = CurlClient(ClientConfiguration(reach: url.isLoopback ? .test : .publicInternet))
    }

    func create(query: JSONValue, redirectURI: String?) throws(VerifierKitError) -> JSONValue {
        var body: JSONObject = ["dcql_query": query]
        body["redirect_uri"] = redirectURI.map(JSONValue.string)
        return try answer("POST", "/v1/transactions", body: .object(body))
    }

    func result(id: String, responseCode: String?) throws(VerifierKitError) -> JSONValue {
        let query = responseCode.map { "?" + URLForm([FormField("response_code", $0)]).encoded } ?? ""
        return try answer("GET", "/v1/transactions/\(id)\(query)", body: nil)
    }

    private func answer(_ method: String, _ path: String, body: JSONValue?) throws(VerifierKitError) -> JSONValue {
        var headers: HTTPHeaders = ["Authorization": "Bearer \(apiKey)", "Accept": "application/json"]
        if body != nil { headers.set("Content-Type", "application/json") }
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try client.fetch(
                OutboundRequest(
                    method, try WebURL(parsing: base + path), headers: headers, body: body?.serialized() ?? []))
        } catch { throw .http(error) }
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: response.body) } catch { throw .json(error) }
        guard (200...299).contains(response.status) else {
            let words = [json["code"]?.string, json["detail"]?.string, json["hint"]?.string].compactMap { $0 }
            throw .badBody(problem: "the service answered \(response.status): \(words.joined(separator: "; "))")
        }
        return json
    }
}
