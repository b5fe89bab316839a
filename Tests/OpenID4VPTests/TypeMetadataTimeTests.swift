import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing

/// How long a whole chain of documents may hold up whoever looks it up.
@Suite struct TypeMetadataTimeTests {
    /// Servers that each take their time; each document is followed by the next.
    private final class SlowNetwork: HTTPFetching {
        let watch = StopWatch()
        let secondsEach: Double
        private let state = Mutex<[(address: String, seconds: Double)]>([])

        init(secondsEach: Double) { self.secondsEach = secondsEach }

        /// What was asked, and how long the asker would have waited.
        var asked: [(address: String, seconds: Double)] { state.withLock { $0 } }

        func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
            let limit = request.limits.timeoutSeconds
            state.withLock { $0.append((request.url.text, limit)) }
            watch.pass(seconds: min(secondsEach, limit))
            guard secondsEach < limit else { throw .timedOut(host: request.url.host, seconds: limit) }
            guard let number = request.url.text.split(separator: "/").last.flatMap({ Int($0) }), number > 0 else {
                return .json(["vct": .string(request.url.text)])
            }
            return .json([
                "vct": .string(request.url.text), "extends": .string(TypeMetadataTimeTests.address(number - 1)),
            ])
        }
    }

    private static func address(_ number: Int) -> String { "https://t.example/\(number)" }

    private func resolved(_ network: SlowNetwork, _ source: FetchedTypeMetadata, above: Int) throws -> Int {
        try TypeMetadataResolver(source: source).resolved(
            Self.address(above), integrity: nil, at: TestPost.time,
            within: network.watch.budget(seconds: TypeMetadataLimits.default.seconds)
        ).extends.count
    }

    @Test func `SEC-03 VC-54 a chain on slow servers takes no longer than one time for all its documents`() throws {
        let network = SlowNetwork(secondsEach: 4)
        let begun = network.watch.now
        #expect(throws: TypeMetadataError.self) {
            try resolved(network, FetchedTypeMetadata(client: network, network: .secure), above: 8)
        }
        #expect(network.watch.now - begun == .seconds(10))
        #expect(network.asked.map(\.seconds) == [5, 5, 2], "each has its own limit, the last what is left")
    }

    @Test func `SEC-03 VC-54 the same chain on servers that are quick enough is put together`() throws {
        let network = SlowNetwork(secondsEach: 1)
        #expect(try resolved(network, FetchedTypeMetadata(client: network, network: .secure), above: 8) == 8)
        #expect(network.asked.count == 9)
    }

    @Test func `SEC-03 once the time is over nobody is asked, and what came goes on to count`() throws {
        let network = SlowNetwork(secondsEach: 5 / 1.25)
        let source = FetchedTypeMetadata(client: network, network: .secure)
        let spent = network.watch.budget(seconds: 0)
        func document(_ number: Int, _ budget: TimeBudget) throws(TypeMetadataError) -> [UInt8] {
            try source.document(about: Self.address(number), matching: nil, at: TestPost.time, within: budget)
        }
        #expect(throws: TypeMetadataError.self) { try document(0, spent) }
        #expect(network.asked.isEmpty)
        let own = network.watch.budget(seconds: 10)
        let bytes = try document(0, own)
        #expect(network.asked.count == 1, "that nobody was asked is not remembered as a failure")
        #expect(try document(0, spent) == bytes)
        #expect(
            try source.document(about: Self.address(0), matching: nil, at: TestPost.time + 100_000, within: spent)
                == bytes, "what is held and due is used")
        #expect(network.asked.count == 1)
    }

    @Test func `SEC-03 a server that was given less time than others is asked again, one that took too long is not`()
        throws
    {
        for (secondsEach, answers) in [(4.0, true), (6.0, false)] {
            let network = SlowNetwork(secondsEach: secondsEach)
            let source = FetchedTypeMetadata(client: network, network: .secure)
            func isHad(within seconds: Double) -> Bool {
                (try? source.document(
                    about: Self.address(0), matching: nil, at: TestPost.time,
                    within: network.watch.budget(seconds: seconds))) != nil
            }
            #expect(!isHad(within: 2))
            #expect(isHad(within: 10) == answers)
            #expect(isHad(within: 10) == answers)
            #expect(network.asked.count == 2, "what is known is not asked for again")
        }
    }

    @Test func `SEC-03 VC-38 a definite answer is remembered, however little time there was for it`() throws {
        final class Refusing: HTTPFetching {
            let (watch, asked) = (StopWatch(), Counter())
            let answer: Result<HTTPResponse, HTTPError>

            init(_ answer: Result<HTTPResponse, HTTPError>) { self.answer = answer }

            func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
                asked.increment()
                watch.pass(seconds: request.limits.timeoutSeconds)
                return try answer.get()
            }
        }
        let host = "t.example"
        for (answer, isDefinite): (Result<HTTPResponse, HTTPError>, Bool) in [
            (.success(HTTPResponse(status: 404)), true), (.success(HTTPResponse(status: 200)), true),
            (.failure(.connectionRefused(host: host, port: 443)), true),
            (.failure(.timedOut(host: host, seconds: 2)), false),
            (.success(HTTPResponse(status: 302, headers: ["Location": "https://t.example/1"])), false),
        ] {
            let network = Refusing(answer)
            let source = FetchedTypeMetadata(client: network, network: .secure)
            for asked in [1, isDefinite ? 1 : 2] {
                #expect(throws: TypeMetadataError.self) {
                    try source.document(
                        about: Self.address(0), matching: nil, at: TestPost.time,
                        within: network.watch.budget(seconds: 2))
                }
                #expect(network.asked.value == asked, "\(answer)")
            }
        }
    }

    @Test func `SEC-03 types that are looked up together share one time, without the pauses`() throws {
        let network = SlowNetwork(secondsEach: 4)
        let source = TimedTypeMetadata(FetchedTypeMetadata(client: network, network: .secure))
        let begun = network.watch.now
        for type in 0..<5 {
            let found = try? TypeMetadataResolver(source: source).resolved(
                "https://t\(type).example/0", integrity: nil, at: TestPost.time,
                within: network.watch.budget(seconds: 10))
            #expect((found != nil) == (type < 2))
            network.watch.pass(seconds: 100)
        }
        #expect(network.watch.now - begun == .seconds(510))
        #expect(network.asked.map(\.seconds) == [5, 5, 2])
    }

    @Test func `SEC-03 PAY-03 documents of claims and labels share the time, and leave their part out`() throws {
        final class Labels: HTTPFetching {
            let watch = StopWatch()
            let asked = Counter()

            func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
                asked.increment()
                watch.pass(seconds: request.limits.timeoutSeconds)
                throw .timedOut(host: request.url.host, seconds: request.limits.timeoutSeconds)
            }
        }
        let types = (0..<16).map { number in
            (
                "urn:t:\(number)",
                [
                    "schema": "urn:x", "claims_uri": .string(Self.address(2 * number)),
                    "ui_labels_uri": .string(Self.address(2 * number + 1)),
                ] as JSONValue
            )
        }
        let document: JSONValue = ["vct": "urn:a", "transaction_data_types": .object(JSONObject(types))]
        let network = Labels()
        let begun = network.watch.now
        let type = try TypeMetadataResolver(
            source: TypeMetadataSources([
                TypeMetadataFolder(documents: [("urn:a", document.serialized())]),
                FetchedTypeMetadata(client: network, network: .secure),
            ])
        ).resolved("urn:a", integrity: nil, at: TestPost.time, within: network.watch.budget(seconds: 10))
        #expect(network.watch.now - begun == .seconds(10))
        #expect(network.asked.value == 2)
        #expect(type.lacksDocument(for: ["urn:t:15"]))
    }
}
