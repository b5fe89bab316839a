public import HTTP

/// How and whereto a wallet answers.
public struct ResponseTarget: Hashable, Sendable {
    /// Whereto.
    public enum Place: Hashable, Sendable {
        /// `response_uri` or `redirect_uri`, whichever the mode uses.
        case url(WebURL)
        /// The page of this origin, or the app, that called the Digital Credentials API (DP-08).
        case origin(WebOrigin)
    }

    /// How the answer travels.
    public let mode: ResponseMode
    /// Whereto.
    public let place: Place

    /// An answer that is posted, or carried in a link.
    init(mode: ResponseMode, url: WebURL) { (self.mode, place) = (mode, .url(url)) }

    /// An answer through the Digital Credentials API.
    init(mode: ResponseMode, origin: WebOrigin) { (self.mode, place) = (mode, .origin(origin)) }

    /// The address, where the answer goes to one.
    public var url: WebURL? { if case .url(let url) = place { url } else { nil } }

    /// The origin to which the answer goes, as people are shown it.
    public var origin: String {
        switch place {
        case .url(let url): url.origin
        case .origin(let origin): origin.text
        }
    }
}
