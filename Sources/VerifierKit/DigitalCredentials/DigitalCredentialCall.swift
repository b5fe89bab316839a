import JSON
public import OpenID4VP
import Rules

/// That a transaction goes through the Digital Credentials API: from which page, and in which forms it may be asked.
public struct DigitalCredentialCall: Sendable, Equatable {
    /// The origin of the page that asks; one that the verifier is configured with (DP-07).
    public let origin: WebOrigin
    /// The protocols under which the request is offered, the page's favourite first; none comes twice.
    public let protocols: [DigitalCredentialProtocol]

    /// Puts both together.
    public init(origin: WebOrigin, protocols: [DigitalCredentialProtocol]) {
        (self.origin, self.protocols) = (origin, protocols)
    }

    /// Reads what a backend wants: `origin`, which may be left out when only one is configured, and `protocols`, which are
    /// `openid4vp-v1-signed` when it does not say.
    ///
    /// - Parameter origins: those of the configuration.
    /// - Throws: `badBody`, `originNotConfigured`.
    init(_ body: JSONObject, origins: [WebOrigin]) throws(VerifierKitError) {
        guard body["redirect_uri"] == nil else {
            throw .badBody(
                problem: "redirect_uri has no meaning with response_mode dc_api.jwt: the page gets the answer")
        }
        switch (body["origin"], origins.count) {
        case (nil, 1): origin = origins[0]
        case (let value, _):
            // Compared as texts: whatever else is sent is not one of them.
            let named = origins.first { origin in value?.string.map { $0.utf8.elementsEqual(origin.text.utf8) } ?? false
            }
            guard let named else { throw .originNotConfigured }
            origin = named
        }
        guard let value = body["protocols"] else {
            protocols = [.signed]
            return
        }
        let read = value.array?.compactMap { $0.string.flatMap(DigitalCredentialProtocol.init(rawValue:)) } ?? []
        guard !read.isEmpty, read.count == value.array?.count, Set(read).count == read.count else {
            let known = DigitalCredentialProtocol.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badBody(problem: "protocols must be an array of different ones of \(known)")
        }
        protocols = read
    }
}
