import Bytes
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
    public static let alwaysVisible = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "aka_vcts"]

    /// Reads `vct`.
    ///
    /// - Throws: `typeMissing`, `typeMalformed`. Source: SD-JWT VC §3.2.2.1 (VC-04).
    public static func type(in payload: JSONObject) throws(SDJWTVCError) -> String {
        guard let value = payload["vct"] else { throw .typeMissing(found: nil) }
        guard let type = value.string else { throw .typeMissing(found: value.kind) }
        guard isName(type) else { throw .typeMalformed }
        return type
    }

    /// Reads `iss`; nil when the issuer is named by its certificate alone.
    ///
    /// - Throws: `issuerMalformed`.
    public static func issuer(in payload: JSONObject) throws(SDJWTVCError) -> String? {
        guard let value = payload["iss"] else { return nil }
        guard let issuer = value.string, isName(issuer) else { throw .issuerMalformed }
        return issuer
    }

    /// What a certificate says of `iss`.
    enum Standing {
        /// It stands for it: `iss` may be shown as the issuer's name.
        case certified
        /// It does not know the name, which is no web address: the certificate's own name is shown instead (X5C-02).
        case unknown
        /// The name is the web address of somebody for whom it does not stand (VC-22).
        case contradicted
    }

    /// What a certificate says of `iss`: it has a URI name that is `iss`, or a DNS name that is its host.
    static func standing(of issuer: String, with leaf: Certificate) -> Standing {
        if leaf.uris.contains(where: { haveSameBytes($0, issuer) }) { return .certified }
        let scheme = issuer.prefix { $0 != ":" }
        let rest = issuer.dropFirst(scheme.count)
        guard ["http", "https"].contains(scheme.lowercased()), rest.hasPrefix("://") else { return .unknown }
        let authority = rest.dropFirst(3).prefix { !"/?#".contains($0) }
        // Where a user's name ends and the host begins is read in two ways when there is a backslash.
        guard !authority.contains(where: { $0 == "@" || $0 == "\\" }) else { return .contradicted }
        let host = authority.prefix { $0 != ":" }.lowercased()
        return leaf.dnsNames.contains { haveSameBytes($0.lowercased(), host) } ? .certified : .contradicted
    }

    /// Whether people see all of a name: white space, control and invisible characters could make one look like another.
    private static func isName(_ text: String) -> Bool {
        (1...1024).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
                    .spaceSeparator:
                    false
                default: true
                }
            }
    }

    /// Reads `vct#integrity`; nil when there is none, or only with functions that this program does not know.
    ///
    /// - Throws: `typeMetadata`. Source: SD-JWT VC §3.2.2.1 (VC-05).
    public static func typeIntegrity(in payload: JSONObject) throws(SDJWTVCError) -> SubresourceIntegrity? {
        guard let value = payload["vct#integrity"] else { return nil }
        guard let text = value.string else { throw .typeMetadata(.integrityMalformed) }
        do throws(TypeMetadataError) { return try SubresourceIntegrity(parsing: text) } catch .integrityUnsupported {
            return nil
        } catch { throw .typeMetadata(error) }
    }

    /// Reads `aka_vcts`, the further types of a credential; empty when there are none.
    ///
    /// - Throws: `aliasesMalformed`. Source: SD-JWT VC draft 18 §3.2.2.2 (VC-06).
    public static func aliases(in payload: JSONObject, of type: String) throws(SDJWTVCError) -> [String] {
        guard let value = payload["aka_vcts"] else { return [] }
        let aliases = value.array?.compactMap(\.string) ?? []
        guard (1...limitAliases).contains(aliases.count), aliases.count == value.array?.count,
            aliases.allSatisfy({ isName($0) && !haveSameBytes($0, type) })
        else { throw .aliasesMalformed }
        return aliases
    }

    /// The most further types that are read.
    private static let limitAliases = 64

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
            // Processing takes every digest out, so that what is the same before and after it held none.
            guard let issued = content.issuerPayload[name], issued == value else { throw .protectedClaim(name) }
        }
    }
}
