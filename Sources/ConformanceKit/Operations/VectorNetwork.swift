import Bytes
import HTTP
import JSON

/// A network that holds the documents of a test: address → `{"type": media type, "body": text, "status": 200}`, or
/// with `hex` instead of `body`, or with `location` for a redirect.
struct VectorNetwork: HTTPFetching {
    let documents: JSONObject

    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        guard let document = documents[request.url.text] else { throw .hostNotFound(host: request.url.host) }
        var headers = HTTPHeaders()
        headers.set("Content-Type", document["type"]?.string ?? "text/plain")
        if let location = document["location"]?.string { headers.set("Location", location) }
        return HTTPResponse(
            status: Int(clamping: document["status"]?.integer ?? 200), headers: headers,
            body: document["hex"]?.string.flatMap { try? Hex.decode($0) }
                ?? Array((document["body"]?.string ?? "").utf8))
    }
}
