import Bytes
public import HTTP
import Rules

/// A decentralized identifier (DID) of a verifier.
///
/// ```swift
/// let did = try DecentralizedIdentifier(parsing: "did:web:verifier.example")
/// try did.documentURL(network: .secure)?.text  // https://verifier.example/.well-known/did.json
/// ```
///
/// Source: DID Core 1.0 §3.1, OpenID4VP 1.0 §5.9.3 (CID-07).
public struct DecentralizedIdentifier: Sendable, Hashable {
    /// How the document of an identifier is found.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// The identifier is the key.
        case jwk
        /// The document lies on a web server.
        case web
    }

    /// The whole identifier.
    public let text: String
    /// Its method.
    public let method: Method
    /// What follows the method and its colon.
    let specificID: String

    /// Reads an identifier without path, query and fragment.
    ///
    /// - Throws: `did`.
    public init(parsing text: String) throws(OpenID4VPError) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == "did", !parts[2].isEmpty, text.utf8.count <= 4096,
            parts[2].utf8.allSatisfy(Self.isAllowed)
        else { throw .did(problem: "'\(text.prefix(64))' is no DID") }
        guard let method = Method(rawValue: parts[1]) else {
            throw .did(problem: "the method of \(text.prefix(64)) is not known here; did:jwk and did:web are")
        }
        (self.text, self.method, specificID) = (text, method, parts[2])
    }

    /// Where the document lies; nil for a method that needs none.
    ///
    /// - Throws: `did` when the identifier makes no URL that may be fetched.
    public func documentURL(network: NetworkPolicy) throws(OpenID4VPError) -> WebURL? {
        guard method == .web else { return nil }
        let parts = specificID.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        // The only thing that is encoded in a host is the colon before its port.
        let host = (parts.first ?? "").split(separator: "%3A", maxSplits: 1).joined(separator: ":")
        guard parts.dropFirst().allSatisfy(Self.isSegment) else {
            throw .did(problem: "\(text.prefix(64)) makes no URL")
        }
        let path = parts.count == 1 ? ".well-known" : parts.dropFirst().joined(separator: "/")
        for scheme in ["https", "http"] {
            guard let url = try? WebURL(parsing: "\(scheme)://\(host)/\(path)/did.json") else { break }
            if network.permits(url), scheme == "https" ? !(url.isLoopback && network == .loopbackAllowed) : true {
                return url
            }
        }
        throw .did(problem: "\(text.prefix(64)) makes no URL that may be fetched")
    }

    /// Encoded characters would let a server read another path than is written.
    private static func isSegment(_ part: String) -> Bool {
        !part.isEmpty && part != "." && part != ".." && !part.contains("%")
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x3A, 0x25: true
        default: false
        }
    }
}
