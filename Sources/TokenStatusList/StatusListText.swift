import Bytes

/// A status list token as JSON can hold it: the JWT form as it is, the CWT form in base64.
///
/// A JWT has dots and base64 has none, so that the two cannot be taken for each other.
public enum StatusListText {
    /// The text of a token.
    public static func text(of token: [UInt8]) -> String {
        StatusListCWT.isOne(token) ? Base64.encode(token) : String(decoding: token, as: UTF8.self)
    }

    /// The token of a text; nil for a text that is neither.
    public static func token(of text: String) -> [UInt8]? {
        text.utf8.contains(UInt8(ascii: ".")) ? Array(text.utf8) : try? Base64.decode(text)
    }
}
