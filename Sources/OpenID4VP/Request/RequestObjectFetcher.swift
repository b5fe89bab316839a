import Bytes
public import Cryptography
public import HTTP
import JOSE
import JSON
import Rules

/// Fetches the request object that a link names.
///
/// The fetch happens before anybody consented, so it carries nothing about the person. Redirects are not followed.
/// Source: OpenID4VP 1.0 §5.10 (RURI-01 … RURI-06).
public struct RequestObjectFetcher: Sendable {
    /// The media type of a request object.
    public static let mediaType = "application/oauth-authz-req+jwt"

    /// A request object as it was fetched.
    public struct Fetched: Sendable, Equatable {
        /// The compact JWS, unverified.
        public let text: String
        /// The nonce that must stand in it; nil when none was sent.
        public let walletNonce: String?
    }

    private let client: any HTTPFetching
    private let random: any RandomSource

    /// Fetches through a client that guards against addresses inside the network.
    ///
    /// - Parameter random: for the nonce and the key of a fetch by POST.
    public init(client: any HTTPFetching, random: any RandomSource) { (self.client, self.random) = (client, random) }

    /// Fetches by GET, which tells the verifier nothing, or by POST with a fresh nonce, what this wallet can do, and a key
    /// of this fetch alone to which the verifier may encrypt.
    ///
    /// - Parameters:
    ///   - url: where the request object is.
    ///   - method: what the link says.
    ///   - sender: the client identifier in the link.
    /// - Throws: `http`, `requestURIAnswer`, `encryption`, `cryptography`.
    public func requestObject(
        at url: WebURL, method: RequestURIMethod, sender: ClientIdentifier
    ) throws(OpenID4VPError) -> Fetched {
        switch method {
        case .get:
            let text = try answer(to: .get(url, accept: Self.mediaType, limits: Self.limits))
            return Fetched(text: text, walletNonce: nil)
        case .post:
            let key = try requestKey()
            let nonce = Base64URL.encode(random.bytes(32))
            let metadata = WalletMetadata.own(requestKey: key.publicJWK, for: sender)
            let form = URLForm([
                FormField(RequestURIForm.Field.metadata, JSONValue.object(metadata).text),
                FormField(RequestURIForm.Field.nonce, nonce),
            ])
            let text = try answer(to: .post(form, to: url, accept: Self.mediaType, limits: Self.limits))
            return Fetched(text: try Self.decrypted(text, by: key), walletNonce: nonce)
        }
    }

    private static let limits = FetchLimits(redirects: .refused)

    private func answer(to request: OutboundRequest) throws(OpenID4VPError) -> String {
        let answer: HTTPResponse
        do throws(HTTPError) { answer = try client.fetch(request) } catch { throw .http(error) }
        guard answer.status == 200, answer.mediaType == MediaType(Self.mediaType) else {
            throw .requestURIAnswer(status: answer.status, contentType: answer.headers["Content-Type"])
        }
        return String(decoding: answer.body, as: UTF8.self)
    }

    /// A key for one request, which is forgotten with it.
    private func requestKey() throws(OpenID4VPError) -> JWK.Private {
        do throws(CryptographyError) {
            let key = try SoftwareKey(generating: .p256, from: random)
            return JWK.Private(agreeing: key, keyID: Base64URL.encode(random.bytes(16)))
        } catch { throw .cryptography(error) }
    }

    /// The signed object, out of its encryption if it has one; whether it was encrypted is the verifier's choice.
    private static func decrypted(_ text: String, by key: JWK.Private) throws(OpenID4VPError) -> String {
        guard text.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 4 else { return text }
        do throws(JWEError) {
            let token = try CompactJWE(parsing: text, content: .token)
            return String(decoding: try token.decrypted(by: key, allowing: ContentEncryption.written), as: UTF8.self)
        } catch { throw .encryption(error) }
    }
}
