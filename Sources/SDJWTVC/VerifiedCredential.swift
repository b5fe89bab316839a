import Certificates
public import CredentialModel
public import SDJWT

/// An SD-JWT VC that holds: issued by a trusted issuer for its type, valid now, and bound as the policy asked.
///
/// Only `SDJWTVCVerifier` makes one.
public struct VerifiedCredential: Sendable {
    /// The type, `vct`.
    public let type: String
    /// Who issued it.
    public let issuer: IssuerIdentity
    /// The signed structure.
    public let sdJWT: VerifiedSDJWT
    /// The proof that the presenter holds the key; nil when none was asked for and none came.
    public let keyBinding: KeyBindingJWT?
    /// When it may be used.
    public let validity: Validity
    /// Where its status is published.
    public let statusReference: StatusReference?
    /// What its status is.
    public let status: StatusFinding
    /// What is known of its type; nil when type metadata was left aside, or none was to be had.
    public let typeMetadata: ResolvedTypeMetadata?
    /// The further types that it counts as, where policy counts any: those that its own extends and those in `aka_vcts`,
    /// as far as its issuer is trusted for them (VC-06, VC-41).
    public let otherTypes: [String]

    init(
        type: String, issuer: IssuerIdentity, sdJWT: VerifiedSDJWT, keyBinding: KeyBindingJWT?, validity: Validity,
        statusReference: StatusReference?, status: StatusFinding, typeMetadata: ResolvedTypeMetadata?,
        otherTypes: [String]
    ) {
        (self.type, self.issuer, self.sdJWT, self.keyBinding) = (type, issuer, sdJWT, keyBinding)
        (self.validity, self.statusReference, self.status) = (validity, statusReference, status)
        (self.typeMetadata, self.otherTypes) = (typeMetadata, otherTypes)
    }

    /// The claims with what disclosed each of them, for queries.
    public var claims: ClaimTree { ClaimTree(sdJWT.content) }

    /// What a query needs to know of it.
    ///
    /// - Parameter id: the name under which the caller knows it.
    public func facts(id: String) -> CredentialFacts {
        CredentialFacts(
            id: id, format: .sdJWTVC, type: type, otherTypes: otherTypes,
            isHolderBound: keyBinding != nil,
            authorityKeyIdentifiers: issuer.path.compactMap(\.authorityKeyIdentifier),
            issuedAt: validity.issuedAt, claims: claims)
    }
}
