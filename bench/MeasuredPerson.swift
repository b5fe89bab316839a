import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWT
import TestSupport

/// A backend and a wallet in one: begins a transaction, answers it, and reads the result.
struct MeasuredPerson: Sendable {
    /// A connection, opened with the first transaction and kept.
    final class Caller {
        private var connection: RawConnection?

        /// A caller that connects when it first calls.
        init() throws {}

        /// A caller that is connected from the start.
        init(port: UInt16) throws { connection = try RawConnection(port: port) }

        func answer(_ request: String, port: UInt16) throws -> RawConnection.Answer {
            let connection = try connection ?? RawConnection(port: port)
            self.connection = connection
            connection.send(request)
            return try connection.answer()
        }
    }

    private static let query = """
        {"dcql_query":{"credentials":[{"id":"who","format":"dc+sd-jwt","meta":{"vct_values":["\(TestPost.type)"]},\
        "claims":[{"path":["given_name"]},{"path":["family_name"]}]}]}}
        """

    private let port: UInt16
    private let apiKey: String
    private let content: ProcessedSDJWT
    private let post: TestPost
    private let isEncrypted: Bool
    private let message = [UInt8](repeating: 0x61, count: 700)
    private let signature: [UInt8]

    /// Receives a credential that the service accepts.
    init(of service: MeasuredService) throws {
        (port, apiKey, post, isEncrypted) = (service.port, service.apiKey, service.post, service.isEncrypted)
        let credential = try service.post.credential(claims: Samples.claims, disclosable: Samples.disclosable)
        content = try CompactSDJWT(parsing: credential).processed()
        signature = try service.post.key.sign(message)
    }

    /// A few transactions before anything is measured.
    func warmUp() throws {
        let caller = try Caller(port: port)
        for _ in 0..<20 { try transaction(over: caller) }
    }

    /// A whole transaction, which must end accepted.
    func transaction(over caller: Caller) throws {
        let created = try call(caller, "POST", "/v1/transactions", isBackend: true, (Self.query, "application/json"))
        let link = try AuthorizationRequestLink(parsing: try text("link", in: created))
        guard case .byReference(let url, _, let client) = link.content else {
            throw BenchError.broken(what: "the link names no request")
        }
        let object = try CompactJWS(parsing: try call(caller, "GET", url.path)).uncheckedPayload()
        let presentation = try Samples.present(
            content, by: post.holder, audience: client, nonce: try object.string("nonce"), at: Clock.system.now)
        let response = AuthorizationResponse(
            .presentations(VPToken([("who", [presentation])])), state: try object.string("state"))
        let place = try WebURL(parsing: try object.string("response_uri"))
        let receiver = try object["client_metadata"]?["jwks"].flatMap { try JWKSet($0).keys.first }
            .map { ResponseEncryption(key: $0, encryption: .a256GCM) }
        let form = String(decoding: try response.form(encryptedTo: receiver).bytes, as: UTF8.self)
        _ = try call(caller, "POST", place.path, isBackend: false, (form, "application/x-www-form-urlencoded"))
        let id = try text("id", in: created)
        guard try text("state", in: try call(caller, "GET", "/v1/transactions/\(id)", isBackend: true)) == "accepted"
        else { throw BenchError.broken(what: "a transaction was not accepted") }
    }

    /// The signatures of a transaction: request and key binding are made; credential, its certificate and key binding checked.
    /// For an encrypted answer both sides also make a key and agree on a secret.
    func bareCryptography() throws {
        if isEncrypted {
            let (verifier, wallet) = (
                try SoftwareKey(generating: .p256, life: .passing), try SoftwareKey(generating: .p256, life: .passing)
            )
            _ = try wallet.sharedSecret(with: verifier.publicKey)
            _ = try verifier.sharedSecret(with: wallet.publicKey)
        }
        for _ in 0..<2 { _ = try post.key.sign(message) }
        for _ in 0..<3 where !post.key.publicKey.isValidSignature(signature, for: message) {
            throw BenchError.broken(what: "a signature does not hold")
        }
    }

    /// A request that costs the service nothing but to be heard and answered.
    func emptyExchange(over caller: Caller) throws { _ = try call(caller, "GET", "/healthz") }

    private func call(
        _ caller: Caller, _ method: String, _ path: String, isBackend: Bool = false,
        _ body: (text: String, type: String)? = nil
    ) throws -> String {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if isBackend { head += "Authorization: Bearer \(apiKey)\r\n" }
        if let body { head += "Content-Type: \(body.type)\r\nContent-Length: \(body.text.utf8.count)\r\n" }
        let answer = try caller.answer("\(head)\r\n\(body?.text ?? "")", port: port)
        guard (200...201).contains(answer.status) else {
            throw BenchError.broken(what: "the service answered \(answer.status) to \(method) \(path)")
        }
        return answer.text
    }

    private func text(_ member: String, in body: String) throws -> String {
        guard let text = try JSONValue(parsing: body)[member]?.string else {
            throw BenchError.broken(what: "an answer of the service has no \(member)")
        }
        return text
    }
}
