/// Where a status list may be published.
public enum StatusListPlaces: Sendable, Hashable {
    /// At https addresses.
    case https
    /// At https addresses, and by plain http on this machine: for demonstrations and tests.
    case httpsAndLoopback

    /// The longest address in bytes.
    static let limitBytes = 2048

    /// Why a list is not looked for at that address; nil when it may be.
    ///
    /// The client that fetches checks the address again, and what its name resolves to (TSL-21, VC-37).
    func fault(of uri: String) -> StatusURIFault? {
        let bytes = Array(uri.utf8)
        guard bytes.count <= Self.limitBytes else { return .tooLong }
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return .unusualCharacter }
        let lower = uri.lowercased()
        let isSecure = lower.hasPrefix("https://")
        guard isSecure || (self == .httpsAndLoopback && lower.hasPrefix("http://")) else { return .notHTTPS }
        let authority = lower.dropFirst(isSecure ? 8 : 7).prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { return .userInformation }
        guard !uri.contains("#") else { return .fragment }
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        guard !host.isEmpty else { return .noHost }
        guard isSecure || ["127.0.0.1", "localhost", "[::1]"].contains(String(host)) else { return .notHTTPS }
        return nil
    }
}

/// What is wrong with the address of a status list.
public enum StatusURIFault: Sendable, Hashable {
    /// It has more than 2,048 bytes.
    case tooLong
    /// It has a character that is no visible ASCII.
    case unusualCharacter
    /// Its scheme is not https.
    case notHTTPS
    /// It has a user name.
    case userInformation
    /// It has a fragment.
    case fragment
    /// It has no host.
    case noHost

    var words: String {
        switch self {
        case .tooLong: "has more than \(StatusListPlaces.limitBytes) bytes"
        case .unusualCharacter: "has a character that is no visible ASCII"
        case .notHTTPS: "is no https address"
        case .userInformation: "has a user name"
        case .fragment: "has a fragment"
        case .noHost: "has no host"
        }
    }
}
