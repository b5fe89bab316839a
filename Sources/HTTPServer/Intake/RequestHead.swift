import HTTP
import Rules

/// The head of a request, checked beyond what libmicrohttpd checks.
///
/// libmicrohttpd 0.9.75 takes a bare LF for a line end, joins continued lines in a way of its own, cuts values at NUL,
/// skips surplus spaces, and looks at the first of several lengths only: a proxy in front could read another request
/// (SEC-29). Whatever it skipped shows in the places of the parts, which all lie in one buffer:
/// ```
/// GET /path HTTP/1.1\r\nName: value\r\nName: value\r\n\r\n
/// method^target ^version  ^name ^value ^next = value + its length + 2
/// ```
struct RequestHead {
    /// The request without its body.
    let request: HTTPRequest
    /// The length of the body.
    let announcedBytes: Int

    /// Checks a head.
    ///
    /// - Throws: the answer; the connection must be closed after it, since the peers may disagree on where the next
    ///   request begins.
    init(_ raw: RawHead, client: IPAddress?, id: String, limits: ServerLimits) throws(Refused) {
        let lineBytes = raw.method.utf8.count + raw.target.utf8.count + raw.version.utf8.count + 2
        guard lineBytes <= limits.requestLineBytes else {
            throw Refused(414, "target_too_long", "the request line is too long")
        }
        guard raw.headBytes - lineBytes - 2 <= limits.headerBytes, raw.fields.count <= limits.headerCount
        else { throw Refused(431, "headers_too_large", "the headers are too large or too many") }
        guard raw.isContiguous else {
            throw Refused(400, "malformed_head", "the lines of the head are not as RFC 9112 has them")
        }
        guard raw.target.utf8.first == 0x2F, raw.target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 })
        else { throw Refused(400, "malformed_target", "the request target is no path") }
        guard HTTPHeaders.isToken(raw.method) else { throw Refused(400, "malformed_method", "the method is no token") }
        let headers = try Self.headers(raw.fields)
        announcedBytes = try Self.length(headers)
        let (path, query) = try Self.split(raw.target, limits.queryFields)
        request = HTTPRequest(
            method: raw.method, path: path, query: query, headers: headers, clientAddress: client?.description, id: id)
    }

    /// Why a head is refused.
    struct Refused: Error {
        let problem: ProblemDocument

        init(_ status: Int, _ code: String, _ detail: String) {
            problem = ProblemDocument(status: status, code: code, detail: detail, rule: "SEC-29")
        }

        init(_ error: HTTPError) { problem = ProblemDocument(error.refusal, status: 400) }
    }

    private static func headers(_ fields: [RawHead.Field]) throws(Refused) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for field in fields {
            guard HTTPHeaders.isToken(field.name), HTTPHeaders.isFieldValue(field.value)
            else { throw Refused(400, "malformed_header", "a header field is not as RFC 9110 has it") }
            headers.add(field.name, field.value)
        }
        let hosts = headers.values("Host")
        guard hosts.count == 1, hosts[0].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2C })
        else { throw Refused(400, "not_one_host", "there must be one Host field") }
        return headers
    }

    private static func length(_ headers: HTTPHeaders) throws(Refused) -> Int {
        let lengths = headers.values("Content-Length")
        guard headers.values("Transfer-Encoding").isEmpty else {
            guard lengths.isEmpty else {
                throw Refused(400, "two_lengths", "Content-Length and Transfer-Encoding exclude each other")
            }
            // Chunked bodies are where servers and proxies disagree most; peers of these protocols know their length.
            throw Refused(411, "length_required", "the body needs a Content-Length")
        }
        guard let text = lengths.first else { return 0 }
        guard lengths.count == 1 else { throw Refused(400, "two_lengths", "there must be one Content-Length") }
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(text)
        else { throw Refused(400, "malformed_length", "Content-Length is no number") }
        return length
    }

    private static func split(_ target: String, _ limitFields: Int) throws(Refused) -> (String, [FormField]) {
        guard let mark = target.firstIndex(of: "?") else { return (target, []) }
        do throws(HTTPError) {
            let query = try URLForm(parsing: String(target[mark...].dropFirst()), limitFields: limitFields)
            return (String(target[..<mark]), query.fields)
        } catch {
            throw Refused(error)
        }
    }
}
