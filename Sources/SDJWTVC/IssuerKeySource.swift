public import JOSE
public import Rules

/// Where the keys of issuers are found that publish them: the network, or what a test wrote.
public protocol IssuerKeySource: Sendable {
    /// The keys that an issuer publishes.
    ///
    /// - Parameters:
    ///   - issuer: the claim `iss`, for which a trust entry says that the issuer's published keys are to be used.
    ///   - keyID: the key that a token names; a source that keeps keys asks again when it does not know that one.
    ///   - time: the moment of the check.
    /// - Throws: `issuerKeys`.
    func keys(of issuer: String, naming keyID: String?, at time: UnixTime) throws(SDJWTVCError) -> JWKSet
}
