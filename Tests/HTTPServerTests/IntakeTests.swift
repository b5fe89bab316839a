import HTTP
import HTTPServer
import TestSupport
import Testing

@Suite struct IntakeTests {
    let server: TestServer

    init() throws { server = try TestServer() }

    @Test func `a request is answered with protected headers and a request id`() throws {
        let answer = try server.answer("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answer.status == 200)
        #expect(answer.text == "hello")
        #expect(answer.header("x-content-type-options") == "nosniff")
        #expect(answer.header("request-id")?.isEmpty == false)
        #expect(answer.header("server") == nil)
    }

    @Test func `path and query are decoded once`() throws {
        let answer = try server.answer("GET /echo/a%252Fb%2Fc?x=1%2B1&y=a+b&x=%C3%A9 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answer.text == #"a%2Fb/c|["x=1+1", "y=a b", "x=é"]"#)
    }

    @Test(arguments: [
        "GET /hello HTTP/1.1\r\nHost:a\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: \t a\r\nX-Y: a b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nhOST: a:80\r\nAccept: */*\r\nCookie: a=b; c=\"d\"\r\nX-Empty:\r\n\r\n",
        "GET /hello HTTP/1.0\r\nHost: a\r\n\r\n",
        "GET /hello? HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /hello?a&b=1&&c HTTP/1.1\r\nHost: a\r\nX-Trailing: b \t \r\n\r\n",
        "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1",
        "POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 003\r\n\r\na=1",
    ])
    func `SEC-29 what RFC 9112 allows is taken`(text: String) throws { #expect(try server.status(text) == 200) }

    static let refused: [(String, Int)] = [
        // Lengths
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 3 0\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\n Content-Length: 3\r\n\r\na=1", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        ("POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 411),
        ("POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 411),
        ("POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding\u{0B}: chunked\r\n\r\n0\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", 411),
        // Hosts
        ("GET /hello HTTP/1.1\r\n\r\n", 400),
        ("GET /hello HTTP/1.0\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        // Line ends, continued lines, control characters
        ("GET /hello HTTP/1.1\nHost: a\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\n\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\nHost: a\n\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nContent: 5\r\n -Length\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\n\tX: y\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nX: y\u{0}z\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nX\u{0}: y\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\n\u{0}X: y\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nX: y\u{1}\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nX: y\u{7F}\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nX Y: z\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nX(Y): z\r\n\r\n", 400),
        // Request lines
        ("GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /hello  HTTP/1.1\r\nHost: a\r\n\r\n", 0),
        ("GET /hello HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
        ("GET\t/hello HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /hel\u{0}lo HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /hello#x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /h\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET hello HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET http://a/hello HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /hello?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /hello?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("G@T /hello HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("GET /hello HTTP/0.9\r\nHost: a\r\n\r\n", 505),
        ("GET /hello http/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /hello\r\nHost: a\r\n\r\n", 400),
        // Routes
        ("GET /none HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        ("POST /hello HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        ("BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        ("POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 415),
        ("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=1", 415),
        (
            "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n",
            413
        ),
        ("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
    ]

    @Test(arguments: refused)
    func `SEC-29 what a proxy could read differently is refused`(text: String, status: Int) throws {
        #expect(try server.status(text) == status)
    }

    @Test func `SEC-29 after a refused head the connection is closed, so that no second request can hide in the first`()
        throws
    {
        let hidden = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
        for head in [
            "POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: \(hidden.utf8.count)\r\nContent-Length: 0\r\n\r\n",
            "POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /any HTTP/1.1\r\nHost: a\r\nContent: 5\r\n -Length\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: a\nContent-Length: 30\r\n\r\n",
        ] {
            let connection = try server.connect()
            connection.send(head + hidden)
            let text = String(decoding: try connection.rest(), as: UTF8.self)
            #expect(text.split(separator: "HTTP/1.1 ").count == 1, "\(head)")
            #expect(!text.contains("\r\n\r\nhello"))
        }
    }

    @Test func `HTTP-03 a wrong method is told the right ones, and the connection stays usable`() throws {
        let connection = try server.connect()
        connection.send("POST /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        let refused = try connection.answer()
        #expect(refused.header("allow") == "GET, HEAD")
        #expect(refused.header("content-type") == "application/problem+json")
        connection.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try connection.answer().status == 404)
        connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try connection.answer().text == "hello")
    }

    @Test(arguments: [("/hello", 60_000, 405), ("/none", 165_536, 404), ("/form", 100_001, 413)])
    func `SEC-29 a refused request that has a body gets its answer, and the connection stays usable`(
        path: String, count: Int, status: Int
    ) throws {
        let connection = try server.connect()
        connection.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n")
        #expect(connection.isSilent(forMilliseconds: 20))
        connection.send(String(repeating: "x", count: count))
        let answer = try connection.answer()
        #expect(answer.status == status)
        #expect(answer.header("connection") == nil)
        connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try connection.answer().text == "hello")
    }

    @Test func `SEC-29 a body that is far too long for every route is refused before it comes`() throws {
        let connection = try server.connect()
        connection.send("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 165537\r\n\r\n")
        let answer = try connection.answer()
        #expect(answer.status == 413)
        #expect(answer.header("connection") == "close")
    }

    @Test func `HEAD is answered without a body`() throws {
        let connection = try server.connect()
        connection.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try connection.answer(hasBody: false)
        #expect(answer.header("content-length") == "5")
        #expect(try connection.answer().text == "hello")
    }

    @Test func `one connection takes many requests, sent one by one or at once`() throws {
        let connection = try server.connect()
        for _ in 0..<20 {
            connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try connection.answer().text == "hello")
        }
        let post = "POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
        connection.send(String(repeating: post + "GET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n", count: 20))
        for _ in 0..<20 {
            #expect(try connection.answer().text == "4")
            #expect(try connection.answer().text == "x|[]")
        }
    }

    @Test func `a request that arrives octet by octet is taken`() throws {
        let connection = try server.connect()
        for byte in Array("POST /any HTTP/1.1\r\nHost: a\r\nX-Y: z\r\nContent-Length: 4\r\n\r\nbody".utf8) {
            connection.send([byte])
        }
        #expect(try connection.answer().text == "4")
    }

    @Test func `a peer that has said all it will say is answered`() throws {
        let connection = try server.connect()
        connection.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        connection.finishSending()
        #expect(try connection.answer().text == "hello")
    }

    @Test func `a body is asked for when the peer waits for that`() throws {
        let connection = try server.connect()
        connection.send("POST /any HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
        #expect(try connection.answer().status == 100)
        connection.send("body")
        #expect(try connection.answer().text == "4")
        let refused = try server.connect()
        refused.send("POST /form HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 150000\r\n\r\n")
        #expect(try refused.answer().status == 413)
    }

    @Test func `RSP-09 a body at the limit is taken, one over is refused`() throws {
        for (count, status) in [(100_000, 200), (100_001, 413)] {
            let head =
                "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: \(count)\r\n\r\n"
            let connection = try server.connect()
            connection.send(head + String(repeating: "a", count: count))
            let answer = try connection.answer()
            #expect(answer.status == status)
            if status == 200 { #expect(answer.text == "100000") }
        }
    }

    @Test func `HTTP-09 SEC-03 request line, header block and header count have their limits`() throws {
        func line(_ bytes: Int) -> String {
            "GET /hello?\(String(repeating: "a", count: bytes - 20)) HTTP/1.1\r\nHost: a\r\n\r\n"
        }
        #expect(try server.status(line(8192)) == 200)
        #expect(try server.status(line(8193)) == 414)
        #expect(try server.status(line(81_920)) == 414)
        func block(_ bytes: Int) -> String {
            "GET /hello HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: bytes - 16))\r\n\r\n"
        }
        #expect(try server.status(block(32_768)) == 200)
        #expect(try server.status(block(32_769)) == 431)
        #expect(try server.status(block(327_680)) == 431)
        func fields(_ count: Int) -> String {
            "GET /headers HTTP/1.1\r\nHost: a\r\n" + (1..<count).map { "X-\($0): y\r\n" }.joined() + "\r\n"
        }
        #expect(try server.answer(fields(64)).text == "64")
        #expect(try server.status(fields(65)) == 431)
        #expect(
            try server.status("GET /hello?\(String(repeating: "a&", count: 65)) HTTP/1.1\r\nHost: a\r\n\r\n") == 400)
    }

    @Test func `the largest head is taken after another request on the same connection`() throws {
        let connection = try server.connect()
        let line = "GET /hello?\(String(repeating: "a", count: 8000)) HTTP/1.1\r\nHost: a\r\n"
        for _ in 0..<3 {
            connection.send(
                line
                    + "Cookie: \(String(repeating: "c", count: 8000))\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n"
            )
            #expect(try connection.answer().status == 200)
        }
    }

    @Test func `SEC-29 an answer cannot contradict the server's own headers or begin another`() throws {
        let answer = try server.answer("GET /odd HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answer.status == 500)
        #expect(answer.headers.filter { $0.lowercased().hasPrefix("content-length") } == ["Content-Length: 0"])
        #expect(answer.header("connection") == nil)
        #expect(answer.header("x-a") == "b  C: d")
    }

    @Test func `the peer's address is known to handlers`() throws {
        #expect(try server.answer("GET /client HTTP/1.1\r\nHost: a\r\n\r\n").text == "127.0.0.1")
    }
}
