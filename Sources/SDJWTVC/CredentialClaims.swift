import Certificates
public import CredentialModel
import JOSE
public import JSON
import SDJWT
public import TokenStatusList

/// The claims that SD-JWT VC gives a meaning to, read from a payload.
public enum CredentialClaims {
    /// The value of `typ`.
    public static let mediaType = "dc+sd-jwt"
    /// The value of `typ` in drafts before 2024-11.
    static let draftMediaType = "vc+sd-jwt"
    /// The claims that are never disclosed selectively, parts of them included (VC-20).
    public static let alwaysVisible = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"]

    /// Reads `vct`.
    ///
    /// - Throws: `typeMissing`, `typeMalformed`. Source: SD-JWT VC §3.2.2.1 (VC-04).
    public static func type(in payload: JSONObject) throws(SDJWTVCError) -> String {
        guard let value = payload["vct"] else { throw .typeMissing(found: nil) }
        guard let type = value.string else { throw .typeMissing(found: value.kind) }
        let isSound =
            (1...1024).contains(type.utf8.count)
            && type.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F }
        guard isSound else { throw .typeMalformed }
        return type
    }

    /// Reads `iss`; nil when the issuer is named by its certificate alone.
    ///
    /// - Throws: `issuerMalformed`.
    public static func issuer(in payload: JSONObject) throws(SDJWTVCError) -> String? {
        guard let value = payload["iss"] else { return nil }
        guard let issuer = value.string, !issuer.isEmpty else { throw .issuerMalformed }
        return issuer
    }

    /// Whether a certificate stands for `iss`: by a URI name that is `iss`, or by a DNS name that is its host.
    ///
    /// An `iss` that is no http or https URL is a name among others and needs none. Source: VC-22.
    static func isCertified(_ issuer: String, by leaf: Certificate) -> Bool {
        let scheme = issuer.prefix { $0 != ":" }
        let rest = issuer.dropFirst(scheme.count)
        guard ["http", "https"].contains(scheme.lowercased()), rest.hasPrefix("://") else { return true }
        if leaf.uris.contains(where: { $0.utf8.elementsEqual(issuer.utf8) }) { return true }
        let authority = rest.dropFirst(3).prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { return false }
        let host = authority.prefix { $0 != ":" }.lowercased()
        return leaf.dnsNames.contains { $0.lowercased() == host }
    }

    /// Reads `iat`, `nbf` and `exp`.
    ///
    /// - Throws: `jose` for a time that is no NumericDate.
    public static func validity(in payload: JSONObject) throws(SDJWTVCError) -> Validity {
        do {
            let times = try JWTTimes(payload)
            return Validity(issuedAt: times.issuedAt, notBefore: times.notBefore, expiresAt: times.expires)
        } catch { throw .jose(error) }
    }

    /// Reads `status`; nil when the credential refers to none.
    ///
    /// - Parameter places: where status lists may be.
    /// - Throws: `statusList`. Source: Token Status List §6.2 (TSL-20, TSL-21).
    public static func status(
        in payload: JSONObject, places: StatusListPlaces = .https
    ) throws(SDJWTVCError) -> StatusReference? {
        guard let value = payload["status"] else { return nil }
        do throws(TokenStatusListError) { return try StatusReference(status: value, places: places) } catch {
            throw .statusList(error)
        }
    }

    /// Refuses a credential in which a claim that must be visible was disclosed, or holds digests (VC-20).
    ///
    /// - Throws: `protectedClaim`.
    static func checkAlwaysVisible(_ content: ProcessedSDJWT) throws(SDJWTVCError) {
        for name in alwaysVisible {
            guard let value = content.payload[name] else { continue }
            guard let issued = content.issuerPayload[name], issued == value else { throw .protectedClaim(name) }
            guard !holdsDigests(issued) else { throw .protectedClaim(name) }
        }
    }

    private static func holdsDigests(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let members):
            members.contains { $0.name == "_sd" || $0.name == "..." || holdsDigests($0.value) }
        case .array(let elements): elements.contains(where: holdsDigests)
        default: false
        }
    }
}
