public import HTTP
public import JOSE
import JSON
import Rules

/// What a wallet sends to a verifier: presentations, or an error.
///
/// Source: OpenID4VP 1.0 §8.1, §8.2, §8.5 §8.3 (RSP-01, RSP-03, RSP-06, RSP-08, ENC-01).
public struct AuthorizationResponse: Sendable, Equatable {
    /// What is sent.
    public enum Content: Sendable, Equatable {
        /// The presentations.
        case presentations(VPToken)
        /// A refusal; the description is for logs only.
        case error(AuthorizationErrorCode, description: String?)
    }

    /// What is sent.
    public let content: Content
    /// The `state` of the request.
    public let state: String?

    /// Puts a response together.
    public init(_ content: Content, state: String?) { (self.content, self.state) = (content, state) }

    /// How many characters are kept of an error's description.
    static let limitDescription = 512
    /// How many characters are kept of an error's code.
    static let limitCode = 64

    /// Reads the form that a wallet posted.
    ///
    /// Unknown fields are ignored. Source: RSP-03, RSP-06, RSP-08.
    /// - Parameter key: the verifier's key for this answer; nil when it asked for none. A wallet that cannot encrypt may still
    ///   send an error in the clear, never presentations.
    /// - Throws: `http` for a repeated field, `response` when the fields contradict each other or the request, `encryption`,
    ///   `json`.
    public init(_ form: URLForm, decryptingWith key: JWK.Private? = nil) throws(OpenID4VPError) {
        do throws(HTTPError) { _ = try form.withoutRepeats() } catch { throw .http(error) }
        var fields = Dictionary(form.fields.map { ($0.name, $0.value) }) { first, _ in first }
        // A parameter without a value counts as left out (RFC 6749 §3.1).
        if fields["error"] == "" { fields["error"] = nil }
        switch (fields["response"], key) {
        case (let token?, let key?):
            guard fields["vp_token"] == nil, fields["error"] == nil else {
                throw .response(rule: "RSP-08", problem: "an encrypted response came together with one in the clear")
            }
            try self.init(decrypting: token, with: key)
        case (.some, nil):
            throw .response(rule: "RSP-06", problem: "an encrypted response came where none was asked for")
        case (nil, .some) where fields["vp_token"] != nil:
            throw .response(rule: "RSP-06", problem: "presentations came in the clear where encryption was asked for")
        case (nil, _):
            var token: JSONValue?
            if let text = fields["vp_token"] { token = try Self.json(Array(text.utf8)) }
            try self.init(
                token: token, error: fields["error"], description: fields["error_description"], state: fields["state"])
        }
    }

    /// Reads the data of an answer that came through the Digital Credentials API (DP-06).
    ///
    /// - Throws: as for a form.
    init(digitalCredential data: JSONObject, decryptingWith key: JWK.Private?) throws(OpenID4VPError) {
        let token = try data.read("DP-06") { o throws(JSONMemberError) in try o.stringIfPresent("response") }
        switch (token, key) {
        case (let token?, let key?):
            guard data["vp_token"] == nil, data["error"] == nil else {
                throw .response(rule: "RSP-08", problem: "an encrypted response came together with one in the clear")
            }
            try self.init(decrypting: token, with: key)
        case (.some, nil):
            throw .response(rule: "RSP-06", problem: "an encrypted response came where none was asked for")
        case (nil, .some) where data["vp_token"] != nil:
            throw .response(rule: "RSP-06", problem: "presentations came in the clear where encryption was asked for")
        case (nil, _): try self.init(members: data)
        }
    }

    /// Reads an encrypted response (ENC-01, ENC-02).
    private init(decrypting token: String, with key: JWK.Private) throws(OpenID4VPError) {
        let message: [UInt8]
        do throws(JWEError) {
            var limits = JOSELimits.default
            limits.tokenBytes = Self.limitBytes
            message = try CompactJWE(parsing: token, limits: limits)
                .decrypted(by: key, allowing: ContentEncryption.written)
        } catch { throw .encryption(error) }
        guard let members = try Self.json(message).object else {
            throw .response(rule: "ENC-01", problem: "the encrypted response is no JSON object")
        }
        try self.init(members: members)
    }

    /// Reads the response parameters as members of an object.
    private init(members: JSONObject) throws(OpenID4VPError) {
        if members["vp_token"]?.string != nil {
            throw .response(rule: "ENC-01", problem: "vp_token in the response is a text, not an object")
        }
        let texts = try members.read("ENC-01") { o throws(JSONMemberError) in
            (
                error: try o.stringIfPresent("error"), description: try o.stringIfPresent("error_description"),
                state: try o.stringIfPresent("state")
            )
        }
        try self.init(
            token: members["vp_token"], error: texts.error == "" ? nil : texts.error, description: texts.description,
            state: texts.state)
    }

    private init(
        token: JSONValue?, error: String?, description: String?, state: String?
    ) throws(OpenID4VPError) {
        self.state = state
        switch (token, error) {
        case (let token?, nil): content = .presentations(try VPToken(token))
        case (nil, let code?):
            guard code.unicodeScalars.allSatisfy(Self.isOfErrorCodes) else {
                throw .response(rule: "RSP-03", problem: "the error code has characters that no error code has")
            }
            content = .error(
                AuthorizationErrorCode(rawValue: String(code.unicodeScalars.prefix(Self.limitCode))),
                description: description.map { String($0.unicodeScalars.prefix(Self.limitDescription)) })
        case (.some, .some): throw .response(rule: "RSP-08", problem: "vp_token and error came together")
        case (nil, nil): throw .response(rule: "RSP-03", problem: "neither vp_token nor error came")
        }
    }

    /// The characters of RFC 6749 §4.1.2.1: printable ASCII but `"` and `\`.
    private static func isOfErrorCodes(_ character: Unicode.Scalar) -> Bool {
        switch character.value {
        case 0x20...0x21, 0x23...0x5B, 0x5D...0x7E: true
        default: false
        }
    }

    /// The members of the response, as an encrypted one has them.
    var members: JSONObject {
        var members = JSONObject()
        switch content {
        case .presentations(let token): members["vp_token"] = token.json
        case .error(let code, let description):
            members["error"] = .string(code.rawValue)
            members["error_description"] = description.map(JSONValue.string)
        }
        members["state"] = state.map(JSONValue.string)
        return members
    }

    /// The form to post in the clear.
    public var form: URLForm {
        URLForm(members.map { FormField($0.name, $0.value.string ?? $0.value.text) })
    }

    /// The link with which a browser carries the response in the clear (RSP-02).
    ///
    /// - Throws: `http` when the link would be too long.
    func link(to url: WebURL, by mode: ResponseMode) throws(OpenID4VPError) -> WebURL {
        do throws(HTTPError) {
            return mode == .query ? try url.adding(form.fields) : try url.withFragment(form.encoded)
        } catch { throw .http(error) }
    }

    /// The form to post as the verifier asked for it: encrypted in one field, with `state` inside (RSP-06, RSP-07), or in the
    /// clear.
    ///
    /// - Throws: `encryption`.
    public func form(encryptedTo receiver: ResponseEncryption?) throws(OpenID4VPError) -> URLForm {
        URLForm(try members(encryptedTo: receiver).map { FormField($0.name, $0.value.string ?? $0.value.text) })
    }

    /// The same as members of an object.
    func members(encryptedTo receiver: ResponseEncryption?) throws(OpenID4VPError) -> JSONObject {
        guard let receiver else { return members }
        let message = JSONValue.object(members).serialized()
        do throws(JWEError) {
            return [
                "response": .string(
                    try CompactJWE.encrypted(message, to: receiver.key, using: receiver.encryption))
            ]
        } catch { throw .encryption(error) }
    }

    private static func json(_ bytes: [UInt8]) throws(OpenID4VPError) -> JSONValue {
        do throws(JSONError) { return try JSONValue(parsing: bytes, limits: limits) } catch { throw .json(error) }
    }

    /// The most bytes of a response, encrypted or not.
    static let limitBytes = 4 << 20

    private static var limits: JSONLimits {
        var limits = JSONLimits.default
        limits.totalBytes = limitBytes
        limits.stringBytes = 1 << 20
        return limits
    }
}
