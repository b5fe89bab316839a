public import HTTP
import JSON
import Rules

/// What a wallet sends to a verifier: presentations, or an error.
///
/// Source: OpenID4VP 1.0 §8.1, §8.2, §8.5 (RSP-01, RSP-03, RSP-08).
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

    /// The longest description that is kept of an error.
    static let limitDescription = 512

    /// Reads the form that a wallet posted.
    ///
    /// Unknown fields are ignored. Source: RSP-03, RSP-08.
    /// - Throws: `http` for a repeated field, `response` when `vp_token` and `error` come together or neither comes, or
    ///   when `vp_token` is no JSON object of presentations; `json`.
    public init(_ form: URLForm) throws(OpenID4VPError) {
        do throws(HTTPError) { _ = try form.withoutRepeats() } catch { throw .http(error) }
        let fields = Dictionary(form.fields.map { ($0.name, $0.value) }) { first, _ in first }
        state = fields["state"]
        switch (fields["vp_token"], fields["error"], fields["response"]) {
        case (_, _, .some):
            throw .response(rule: "RSP-06", problem: "an encrypted response came where none was asked for")
        case (let text?, nil, nil):
            let json: JSONValue
            do throws(JSONError) { json = try JSONValue(parsing: text, limits: Self.limits) } catch {
                throw .json(error)
            }
            content = .presentations(try VPToken(json))
        case (nil, let code?, nil):
            let description = fields["error_description"].map {
                String($0.unicodeScalars.prefix(Self.limitDescription))
            }
            content = .error(AuthorizationErrorCode(rawValue: String(code.prefix(64))), description: description)
        case (.some, .some, nil):
            throw .response(rule: "RSP-08", problem: "vp_token and error came together")
        case (nil, nil, nil):
            throw .response(rule: "RSP-03", problem: "neither vp_token nor error came")
        }
    }

    /// The form to post.
    public var form: URLForm {
        var fields: [FormField] = []
        switch content {
        case .presentations(let token): fields.append(FormField("vp_token", token.json.text))
        case .error(let code, let description):
            fields.append(FormField("error", code.rawValue))
            if let description { fields.append(FormField("error_description", description)) }
        }
        if let state { fields.append(FormField("state", state)) }
        return URLForm(fields)
    }

    private static var limits: JSONLimits {
        var limits = JSONLimits.default
        limits.totalBytes = 4 << 20
        limits.stringBytes = 1 << 20
        return limits
    }
}
