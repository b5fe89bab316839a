public import HTTP
import Rules
import Trust

extension RequestAuthenticator {
    /// Checks an address of a request object before anything is fetched from it.
    ///
    /// Where the trust folder says from where the requests of a registered client come, no other address is asked: whoever
    /// changed a link would learn who follows it. An address in the folder covers itself and what lies below it.
    ///
    /// - Throws: `member` for an address that is not https or not one of the client's. Source: OpenID4VP 1.0 §15.8.2 (RURI-01,
    ///   RURI-08).
    public func checkReference(_ url: WebURL, of client: ClientIdentifier) throws(OpenID4VPError) {
        guard network.permits(url) else {
            throw .member(rule: "RURI-01", name: "request_uri", problem: "must be an https URL")
        }
        guard client.prefix == .preRegistered || client.prefix == .decentralizedIdentifier else { return }
        let known = trust.requestURIs(of: client.name)
        guard known.isEmpty || known.contains(where: { Self.covers($0, url) }) else {
            throw .member(
                rule: "RURI-08", name: "request_uri", problem: "is at \(url.origin), which is not known for this client"
            )
        }
    }

    private static func covers(_ known: String, _ url: WebURL) -> Bool {
        guard let base = try? WebURL(parsing: known), base.origin == url.origin else { return false }
        let (prefix, path) = (base.path.isEmpty ? "/" : base.path, url.path.isEmpty ? "/" : url.path)
        // Dots that step out of the folder would be resolved by the server alone.
        guard !path.contains("/.") else { return false }
        return path.utf8.elementsEqual(prefix.utf8)
            || path.utf8.starts(with: (prefix.hasSuffix("/") ? prefix : prefix + "/").utf8)
    }
}
