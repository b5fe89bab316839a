/// What a server answered to a request for a status list.
public struct StatusListAnswer: Sendable {
    /// The media type in lower case, without parameters.
    public let mediaType: String
    /// The body, decoded from any content coding.
    public let body: [UInt8]

    /// Takes an answer.
    ///
    /// - Parameters:
    ///   - contentType: the header as it came, parameters included.
    ///   - body: the body.
    public init(contentType: String, body: [UInt8]) {
        mediaType = contentType.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        self.body = body
    }

    /// The token, which must have the form that the media type says; nil when the answer is no status list at all.
    ///
    /// - Throws: `otherForm`. Source: TSL-14.
    public func token() throws(TokenStatusListError) -> [UInt8]? {
        guard mediaType == StatusListToken.mediaType || mediaType == StatusListToken.mediaTypeCWT else { return nil }
        guard (mediaType == StatusListToken.mediaTypeCWT) == StatusListCWT.isOne(body) else { throw .otherForm }
        return body
    }
}

/// That a status list could not be had: no connection, no time, no answer of the 200s.
public struct StatusListUnavailable: Error, Sendable, Hashable {
    /// Why, in words for a report.
    public let why: String

    /// Says why.
    public init(why: String) { self.why = why }
}
