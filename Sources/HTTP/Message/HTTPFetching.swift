/// Something that fetches: the client of the commands, a table of prepared answers in tests and vectors.
///
/// The answer may have any status: the caller looks at it, and does not use the body of an error as data (VC-36).
public protocol HTTPFetching: Sendable {
    /// Sends a request and waits for the whole answer.
    ///
    /// - Throws: an error for which `isNetworkFailure` tells whether the peer or the way to it failed.
    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse
}
