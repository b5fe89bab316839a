import Rules

/// What is wrong with a URL or a link; places are octets counted from 0.
public enum URLFault: Sendable, Equatable {
    /// It has more octets than allowed.
    case tooLong(limitBytes: Int)
    /// A control character, space, backslash or anything else that RFC 3986 does not know stands there.
    case character(offset: Int)
    /// A percent sign without two hexadecimal digits stands there.
    case percentEncoding(offset: Int)
    /// It has no scheme.
    case noScheme
    /// Another scheme was expected.
    case scheme(found: String)
    /// It is not absolute: `//` and a host do not follow the scheme.
    case noHost
    /// It names a user or a password.
    case userInformation
    /// The host is no DNS name, no IPv4 address of four decimal numbers and no IPv6 address in brackets.
    case host
    /// The port is no number from 1 to 65535.
    case port
    /// A link has a fragment.
    case fragment

    var refusal: Refusal {
        switch self {
        case .tooLong(let limit):
            Refusal(
                "SEC-24", "url_too_long", "the URL is longer than \(limit) bytes",
                hint: "ask its author for a shorter one")
        case .character(let offset):
            Refusal(
                "SEC-24", "url_character", "the URL has a character at byte \(offset) that no URL may have",
                hint: "its author must percent-encode it")
        case .percentEncoding(let offset):
            Refusal(
                "SEC-24", "url_percent_encoding",
                "the percent sign at byte \(offset) has no two hexadecimal digits behind it",
                hint: "its author must encode the percent sign as %25")
        case .noScheme:
            Refusal("SEC-24", "url_no_scheme", "the URL has no scheme", hint: "it must begin like https://")
        case .scheme(let found):
            Refusal("VC-36", "url_scheme", "the scheme of the URL is \(found)", hint: "it must be an https URL")
        case .noHost:
            Refusal(
                "SEC-24", "url_no_host", "the URL names no host", hint: "it must begin with https:// and a host name")
        case .userInformation:
            Refusal(
                "SEC-24", "url_user_information", "the URL has a user name before its host",
                hint: "remove everything from // to @; it is a means of deception")
        case .host:
            Refusal(
                "SEC-24", "url_host", "the host is neither a DNS name nor an IP address in its usual spelling",
                hint: "write names in ASCII (xn--), IPv4 as four decimal numbers, IPv6 in brackets")
        case .port:
            Refusal(
                "SEC-24", "url_port", "the port is no number from 1 to 65535", hint: "leave it out for the usual port")
        case .fragment:
            Refusal(
                "SEC-24", "url_fragment", "the link has a fragment", hint: "its author must percent-encode the # as %23"
            )
        }
    }
}
