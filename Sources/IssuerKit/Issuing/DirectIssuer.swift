import Bytes
public import Cryptography
public import JOSE
public import JSON
public import Rules

/// Makes one credential without a wallet: for letters, tests, and systems that hand credentials over themselves.
public struct DirectIssuer: Sendable {
    /// A credential that was made directly.
    public struct Issued: Sendable, Hashable {
        /// The compact form.
        public let credential: String
        /// The name for `issuer revoke`.
        public let issuance: String
        /// When it expires.
        public let expires: UnixTime
    }

    private let catalogue: TypeCatalogue
    private let maker: CredentialMaker
    private let store: any IssuerStore
    private let random: any RandomSource

    /// Takes what making needs.
    public init(catalogue: TypeCatalogue, maker: CredentialMaker, store: any IssuerStore, random: any RandomSource) {
        (self.catalogue, self.maker, self.store, self.random) = (catalogue, maker, store, random)
    }

    /// Makes a credential and puts it on record, so that it can be revoked.
    ///
    /// - Parameters:
    ///   - id: the type.
    ///   - claims: the claims.
    ///   - holder: the key it is bound to; without one, whoever has the credential can show it.
    ///   - now: the time.
    /// - Throws: `unknownType`, `claims`, `notIssuable`, and what the store throws.
    public func issue(
        _ id: String, _ claims: JSONObject, holder: JWK?, at now: UnixTime
    ) throws(IssuerKitError) -> Issued {
        guard let type = catalogue.type(id) else { throw .unknownType(id, known: catalogue.issuable.map(\.id)) }
        let checked = try maker.checked(claims, for: type)
        let order = IssueOrder(
            issuance: Hex.encode(random.bytes(8)), type: type.id, copies: [IssueOrder.Copy(key: holder?.thumbprint())],
            expires: maker.expiry(of: type, at: now), hasStatus: type.issuance?.hasStatus == true, authority: nil,
            now: now)
        guard case .recorded(let entries) = try store.issue(order) else {
            throw .internalInconsistency("an order without conditions was refused")
        }
        let credential = try maker.credential(
            type, checked, holder: holder, entry: entries.first ?? nil, at: now)
        return Issued(credential: credential, issuance: order.issuance, expires: order.expires)
    }
}
