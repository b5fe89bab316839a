public import HTTP
import JSON
import Rules

/// Posts a response to the verifier and reads what it answers, or makes the link with which a browser carries it there.
///
/// Source: OpenID4VP 1.0 §8.2, §8.3 (RSP-02 … RSP-05).
public struct ResponseSubmitter: Sendable {
    /// Where the browser is to go.
    public struct Answer: Sendable, Equatable {
        /// After a post, the address with its response code, nil when the verifier names none; otherwise the link that
        /// carries the response itself.
        public let redirectURI: WebURL?
    }

    private let client: any HTTPFetching
    private let network: NetworkPolicy

    /// Posts through a client.
    public init(client: any HTTPFetching, network: NetworkPolicy) { (self.client, self.network) = (client, network) }

    /// Sends a response; redirects of the endpoint are not followed.
    ///
    /// - Parameters:
    ///   - response: what is sent.
    ///   - target: where it goes.
    ///   - encryption: to which key it is encrypted; nil in the clear, which an error may always be (RSP-06).
    /// - Throws: `encryption`, `http`, `endpointAnswer` for any status but 200, `response` when the answer is no JSON object or names a
    ///   `redirect_uri` that no browser should be sent to.
    public func submit(
        _ response: AuthorizationResponse, to target: ResponseTarget, encryptedTo encryption: ResponseEncryption?
    ) throws(OpenID4VPError) -> Answer {
        guard let url = target.url else {
            throw .response(
                rule: "DP-06", problem: "the answer goes back through the Digital Credentials API, not to a URL")
        }
        guard target.mode.isPosted else {
            return Answer(redirectURI: try response.link(to: url, by: target.mode))
        }
        let form = try response.form(encryptedTo: encryption)
        let answer: HTTPResponse
        do throws(HTTPError) {
            answer = try client.fetch(
                .post(form, to: url, limits: FetchLimits(redirects: .refused)))
        } catch { throw .http(error) }
        let json = try? JSONValue(parsing: answer.body)
        guard answer.status == 200 else {
            throw .endpointAnswer(status: answer.status, code: (json?["error"] ?? json?["code"])?.string)
        }
        guard let object = json?.object else {
            throw .response(rule: "RSP-04", problem: "the verifier's answer is no JSON object")
        }
        guard let member = object["redirect_uri"] else { return Answer(redirectURI: nil) }
        guard let text = member.string, let url = try? WebURL(parsing: text), network.permits(url) else {
            throw .response(rule: "RSP-05", problem: "the verifier's redirect_uri is no https URL")
        }
        return Answer(redirectURI: url)
    }
}
