/// What is wrong with a compressed list. Source: RFC 1950 §2.2, TSL-02, TSL-45.
public enum ZlibFault: Error, Sendable, Hashable {
    /// The compressed list is larger than the limit.
    case inputTooLarge(bytes: Int, limit: Int)
    /// The first two bytes are no zlib header: raw deflate, gzip or something else.
    case notZlib
    /// The stream needs a dictionary that is not part of it.
    case presetDictionary
    /// The deflate data makes no sense.
    case corrupt
    /// The stream ends before its end.
    case truncated
    /// The list grows beyond the limit; it was not inflated further.
    case outputTooLarge(limit: Int)
    /// The list grows beyond what zlib can compress to so few bytes; it was not inflated further.
    case ratioTooLarge(limit: Int)
    /// The Adler-32 at the end does not fit the list.
    case wrongChecksum
    /// Bytes follow the stream.
    case trailingBytes(Int)
    /// The list has no byte at all.
    case empty
    /// The library could not work.
    case noMemory
}
