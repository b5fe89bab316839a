public import HTTP
import JSON
import OpenID4VP

/// Who is told of changes of transactions: `webhook_url` and `webhook_secret` of `verifier.json`.
public struct WebhookReceiver: Sendable, Equatable {
    /// Characters of a secret.
    public static let secretCharacters = 32...256

    /// Where changes are posted: https, or http on this machine with the network `loopback_allowed` (SES-11).
    public let url: WebURL
    /// What they are signed with; the receiver has it too.
    public let secret: String

    /// Reads both members of a configuration.
    ///
    /// - Returns: nil when neither is there.
    /// - Throws: `configuration`.
    init?(_ object: JSONObject, network: NetworkPolicy) throws(VerifierKitError) {
        guard object["webhook_url"] != nil || object["webhook_secret"] != nil else { return nil }
        guard let text = object["webhook_url"]?.string, let url = try? WebURL(parsing: text), network.permits(url),
            url.fragment == nil
        else {
            throw .configuration(
                member: "webhook_url",
                problem: "must be an https URL; http is for this machine only, with the network loopback_allowed")
        }
        guard let secret = object["webhook_secret"]?.string, Self.secretCharacters.contains(secret.utf8.count),
            secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw .configuration(
                member: "webhook_secret", problem: "must be 32 to 256 printable characters without spaces, at random")
        }
        (self.url, self.secret) = (url, secret)
    }
}
