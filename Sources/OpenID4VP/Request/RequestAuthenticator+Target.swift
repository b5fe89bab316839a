import HTTP
import JSON
import Rules
import Trust

extension RequestAuthenticator {
    /// An answer that travels in an address stays readable in the browser's history and in logs on the way (SDPRV-03).
    static func warnings(of target: ResponseTarget) -> [String] {
        target.mode.isPosted
            ? []
            : ["the answer would travel unencrypted in an address of your browser, which keeps addresses (SDPRV-03)"]
    }

    /// Reads how and whereto the answer goes (REQ-10, REQ-11).
    func responseTarget(in parameters: JSONObject, client: ClientIdentifier) throws(OpenID4VPError) -> ResponseTarget {
        let word = try parameters.read("REQ-10") { o throws(JSONMemberError) in try o.stringIfPresent("response_mode") }
        guard let mode = ResponseMode(rawValue: word ?? ResponseMode.fragment.rawValue), !mode.isOfDigitalCredentials
        else {
            throw .notSupported(rule: "REQ-10", feature: "response_mode \(word ?? "")", code: .invalidRequest)
        }
        guard profile != .haip || mode == .directPostJWT else {
            throw .notHAIP(rule: "HAIP-05", problem: "the answer is asked for by \(mode.rawValue), not direct_post.jwt")
        }
        let (name, other) = mode.isPosted ? ("response_uri", "redirect_uri") : ("redirect_uri", "response_uri")
        guard !parameters.contains(other) else {
            throw .excludes(rule: "REQ-11", name: other, other: "response_mode \(mode.rawValue)")
        }
        var address = try parameters.read("REQ-11") { o throws(JSONMemberError) in try o.stringIfPresent(name) }
        if client.prefix == .redirectURI {
            guard address?.utf8.elementsEqual(client.name.utf8) ?? true else {
                throw .responseTargetNotCovered(host: address ?? "", client: client.text)
            }
            address = client.name
        }
        guard let address else { throw .member(rule: "REQ-11", name: name, problem: "is missing") }
        let url: WebURL
        do throws(HTTPError) { url = try WebURL(parsing: address) } catch { throw .http(error) }
        guard network.permits(url) else {
            throw .member(rule: "SES-11", name: name, problem: "must be an https URL")
        }
        guard url.fragment == nil else { throw .member(rule: "RSP-02", name: name, problem: "has a fragment") }
        return ResponseTarget(mode: mode, url: url)
    }

    /// Checks that the client identifier, or what proves it, covers the place of the answer (CID-04, CID-05, CID-08).
    func checkCoverage(
        of target: ResponseTarget, client: ClientIdentifier, sender: RequestSender
    ) throws(OpenID4VPError) {
        guard let url = target.url else { return }
        let isCovered =
            switch client.prefix {
            case .x509SanDNS: DNSName(url.host).map { $0 == DNSName(client.name) } ?? false
            case .preRegistered, .verifierAttestation:
                sender.responseURIs?.contains { $0.utf8.elementsEqual(url.text.utf8) } ?? true
            case .redirectURI, .x509Hash, .decentralizedIdentifier, .origin: true
            }
        guard isCovered else { throw .responseTargetNotCovered(host: url.host, client: client.text) }
    }
}
