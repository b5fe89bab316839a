public import HTTP
public import JSON
import Rules

/// An OpenID4VP request as a link carries it: by value, as a signed object, or by reference.
///
/// ```swift
/// switch try AuthorizationRequestLink(parsing: "openid4vp://?client_id=…&request_uri=…").content {
/// case .byReference(let url, _, _): …    // fetch the request object
/// case .requestObject(let jwt, _): …     // verify it
/// case .parameters(let object): …        // an unsigned request
/// }
/// ```
///
/// Source: OpenID4VP 1.0 §5.4, §13.1, RFC 9101 §5 (REQ-01, REQ-14, REQ-18, REQ-19).
public struct AuthorizationRequestLink: Sendable, Equatable {
    /// How the request is carried.
    public enum Content: Sendable, Equatable {
        /// The parameters themselves, unsigned.
        case parameters(JSONObject)
        /// `request`: a signed request object.
        case requestObject(String, clientID: String)
        /// `request_uri`: where the signed request object is to be fetched.
        case byReference(WebURL, method: RequestURIMethod, clientID: String)
    }

    /// The schemes that wallets of this kind are called with; `https` links are read too.
    public static let schemes = ["openid4vp", "haip-vp"]

    /// The most bytes that a link may have.
    public static let limitBytes = 65_536

    /// How the request is carried.
    public let content: Content

    /// Reads a link.
    ///
    /// - Throws: `notARequest`, `repeated`, `excludes`, `member`, `unknownRequestURIMethod`, `json`, `http`.
    public init(parsing text: String) throws(OpenID4VPError) {
        let fields = try Self.fields(of: text)
        var values: [String: String] = [:]
        for field in fields {
            guard values.updateValue(field.value, forKey: field.name) == nil else { throw .repeated(name: field.name) }
        }
        if values["request"] != nil, values["request_uri"] != nil {
            throw .excludes(rule: "REQ-01", name: "request", other: "request_uri")
        }
        guard let clientID = values["client_id"] else {
            throw .member(rule: "REQ-06", name: "client_id", problem: "is missing")
        }
        let method = try RequestURIMethod.parameter(values["request_uri_method"])
        if let address = values["request_uri"] {
            let url: WebURL
            do throws(HTTPError) { url = try WebURL(parsing: address) } catch { throw .http(error) }
            content = .byReference(url, method: method ?? .get, clientID: clientID)
            return
        }
        guard method == nil else {
            throw .member(rule: "REQ-14", name: "request_uri_method", problem: "came without request_uri")
        }
        if let object = values["request"] {
            content = .requestObject(object, clientID: clientID)
        } else {
            content = .parameters(try Self.parameters(from: fields))
        }
    }

    private static func fields(of text: String) throws(OpenID4VPError) -> [FormField] {
        if text.hasPrefix("https:") || text.hasPrefix("http:") {
            do throws(HTTPError) { return try WebURL(parsing: text).queryFields() } catch { throw .http(error) }
        }
        let link: AppLink
        do throws(HTTPError) { link = try AppLink(parsing: text, limitBytes: limitBytes) } catch { throw .http(error) }
        guard schemes.contains(link.scheme) else {
            throw .notARequest(problem: "its scheme is \(link.scheme)")
        }
        return link.form.fields
    }

    /// The parameters whose values are JSON texts in a URL.
    private static let jsonParameters: Set<String> = [
        "dcql_query", "client_metadata", "transaction_data", "verifier_info",
    ]

    private static func parameters(from fields: [FormField]) throws(OpenID4VPError) -> JSONObject {
        var parameters = JSONObject()
        for field in fields {
            guard jsonParameters.contains(field.name) else {
                parameters[field.name] = .string(field.value)
                continue
            }
            do { parameters[field.name] = try JSONValue(parsing: field.value) } catch { throw .json(error) }
        }
        return parameters
    }
}
