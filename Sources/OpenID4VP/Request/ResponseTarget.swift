public import HTTP

/// How and whereto a wallet answers.
public struct ResponseTarget: Hashable, Sendable {
    /// How the answer travels.
    public let mode: ResponseMode
    /// `response_uri` or `redirect_uri`, whichever the mode uses.
    public let url: WebURL
}
