public import JOSE
public import JSON
import Rules

/// One entry of `requests` in a call of the Digital Credentials API: a protocol and its data.
///
/// ```json
/// {"protocol": "openid4vp-v1-signed", "data": {"request": "eyJ…"}}
/// ```
///
/// Source: OpenID4VP 1.0 A.1 … A.3 (DP-01, DP-02).
public struct DigitalCredentialRequest: Sendable, Equatable {
    /// The data of each protocol, unchecked.
    public enum Content: Sendable, Equatable {
        /// The parameters of the request.
        case unsigned(JSONObject)
        /// The signed request object.
        case signed(String)
        /// The request object with several signatures.
        case multisigned(GeneralJWS)
    }

    enum Member {
        static let exchange = "protocol"
        static let data = "data"
        static let request = "request"
    }

    /// The data as it is sent.
    public let data: JSONObject
    /// What the data says, unchecked.
    public let content: Content

    /// Under which protocol it goes.
    public var exchange: DigitalCredentialProtocol {
        switch content {
        case .unsigned: .unsigned
        case .signed: .signed
        case .multisigned: .multisigned
        }
    }

    /// Reads the data of a protocol.
    ///
    /// - Throws: `member`, `jose`.
    public init(_ exchange: DigitalCredentialProtocol, data: JSONObject) throws(OpenID4VPError) {
        self.data = data
        switch exchange {
        case .unsigned: content = .unsigned(data)
        case .signed:
            content = .signed(
                try data.read("DP-02") { o throws(JSONMemberError) in try o.string(Member.request) })
        case .multisigned:
            let object = try data.read("DP-02") { o throws(JSONMemberError) in try o.object(Member.request) }
            do throws(JOSEError) { content = .multisigned(try GeneralJWS(object)) } catch { throw .jose(error) }
        }
    }

    /// Finds the request that this implementation answers in what a page called the API with.
    ///
    /// Read are the whole argument (`{"digital": {"requests": […]}}`), its inner object, and a single entry. The first entry
    /// of a known protocol counts, since the page names first what it likes best; entries of other protocols are passed over.
    ///
    /// - Throws: `json`, `member`, `notSupported` when no entry has a known protocol, `jose`.
    public init(parsing bytes: [UInt8]) throws(OpenID4VPError) {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch { throw .json(error) }
        let call = json["digital"] ?? json
        let entries: [JSONValue]
        if let requests = call["requests"] {
            guard let array = requests.array, !array.isEmpty else {
                throw .member(rule: "DP-01", name: "requests", problem: "must be an array with an entry")
            }
            entries = array
        } else {
            entries = [call]
        }
        for entry in entries {
            guard let object = entry.object else {
                throw .member(rule: "DP-01", name: "requests", problem: "has an entry that is no object")
            }
            let word = try object.read("DP-01") { o throws(JSONMemberError) in try o.string(Member.exchange) }
            guard let exchange = DigitalCredentialProtocol(rawValue: word) else { continue }
            let data = try object.read("DP-01") { o throws(JSONMemberError) in try o.object(Member.data) }
            try self.init(exchange, data: data)
            return
        }
        throw .notSupported(
            rule: "DP-01", feature: "each protocol that the page names", code: .invalidRequest)
    }

    /// The entry.
    public var json: JSONValue {
        [Member.exchange: .string(exchange.rawValue), Member.data: .object(data)]
    }
}
