public import CredentialModel
public import JOSE
import JSON
import Rules

/// Which formats a verifier can check, and which signatures in them, as `vp_formats_supported` says.
///
/// ```json
/// {"dc+sd-jwt": {"sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256", "Ed25519"]}}
/// ```
///
/// A format without a list of algorithms takes all of them. The lists of other formats are not read.
/// Source: OpenID4VP 1.0 §11.1, B.3.4 (REQ-12, WM-02, WM-03).
public struct FormatSupport: Sendable, Equatable {
    private struct Algorithms: Sendable, Equatable {
        let issuers: [SignatureAlgorithm]?
        let holders: [SignatureAlgorithm]?
    }

    private let formats: [CredentialFormat: Algorithms]

    /// Reads the member.
    ///
    /// - Throws: `member` when a format is described by something else than an object, or algorithms by something
    ///   else than texts.
    init(_ json: JSONObject) throws(OpenID4VPError) {
        var formats: [CredentialFormat: Algorithms] = [:]
        for name in json.names {
            let details = try json.read("REQ-12") { o throws(JSONMemberError) in try o.object(name) }
            let format = CredentialFormat(rawValue: name)
            guard format == .sdJWTVC else {
                formats[format] = Algorithms(issuers: nil, holders: nil)
                continue
            }
            formats[format] = try details.read("WM-02") { o throws(JSONMemberError) in
                Algorithms(
                    issuers: try o.stringsIfPresent("sd-jwt_alg_values")?.map(SignatureAlgorithm.init(rawValue:)),
                    holders: try o.stringsIfPresent("kb-jwt_alg_values")?.map(SignatureAlgorithm.init(rawValue:)))
            }
        }
        self.formats = formats
    }

    /// Whether the verifier lists the format.
    public func lists(_ format: CredentialFormat) -> Bool { formats[format] != nil }

    /// Whether the verifier can check a credential.
    ///
    /// - Parameters:
    ///   - format: of the credential.
    ///   - issuer: the algorithm of its issuer's signature.
    ///   - holder: the algorithm of the key that it is bound to; nil when it is bound to none.
    public func takes(_ format: CredentialFormat, issuer: SignatureAlgorithm, holder: SignatureAlgorithm?) -> Bool {
        guard let algorithms = formats[format] else { return false }
        return Self.has(algorithms.issuers, issuer) && (holder.map { Self.has(algorithms.holders, $0) } ?? true)
    }

    /// The name under which a holder signs: its own, unless the verifier lists the same computation under another name only
    /// (WM-03).
    func name(of algorithm: SignatureAlgorithm, in format: CredentialFormat) -> SignatureAlgorithm {
        guard let holders = formats[format]?.holders, !holders.contains(algorithm) else { return algorithm }
        return holders.first { $0.scheme != nil && $0.scheme == algorithm.scheme } ?? algorithm
    }

    /// Two names of one computation, such as `EdDSA` and `Ed25519`, count as the same (WM-03).
    private static func has(_ list: [SignatureAlgorithm]?, _ algorithm: SignatureAlgorithm) -> Bool {
        guard let list else { return true }
        return list.contains { $0 == algorithm || ($0.scheme != nil && $0.scheme == algorithm.scheme) }
    }
}
