public import JSON

/// Which of the revealed claims may name an account at the relying party, and which may not.
///
/// An account is named by two things together: the issuer, and an identifier that this issuer gives to one person and never
/// to another. The same identifier from another issuer is another person. A name, an address, a number of a telephone or an
/// e-mail address change hands, so they are fit for nothing of the kind; and whoever did not prove to be the holder may
/// hold a copy. Source: OpenID4VP 1.0 §14.4 (VFY-20, SEC-20).
public struct AccountClaims: Sendable, Hashable {
    /// The claims that are stable, unique for their issuer and never given to another person: the subject of the
    /// registered JWT claims, and the customer number of postal identities.
    static let stable: [ClaimPath] = [["sub"], ["customer_id"]]

    /// The issuer's name to keep beside the identifier; never the identifier without it.
    public let issuer: String
    /// The claims that name an account together with the issuer; empty when the holder was not proven.
    public let fit: [ClaimPath]
    /// The claims that must never decide whose account it is.
    public let unfit: [ClaimPath]

    init(issuer: String, revealed: [ClaimPath], isBound: Bool) {
        self.issuer = issuer
        fit = isBound ? revealed.filter(Self.stable.contains) : []
        unfit = isBound ? revealed.filter { !Self.stable.contains($0) } : revealed
    }

    /// `{"issuer": "https://post.example", "fit": ["customer_id"], "unfit": ["email"]}`.
    public var json: JSONValue {
        [
            "issuer": .string(issuer), "fit": .array(fit.map { .string($0.description) }),
            "unfit": .array(unfit.map { .string($0.description) }),
        ]
    }
}
