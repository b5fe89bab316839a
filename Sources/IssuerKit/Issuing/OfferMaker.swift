import Bytes
public import Cryptography
public import JSON
import OpenID4VCI
public import Rules

/// Makes offers for claims that an operator has at hand.
public struct OfferMaker: Sendable {
    /// Whether the person must type a code that the operator gives on another way.
    public enum TransactionCode: Sendable, Hashable {
        /// No code: whoever has the link first can redeem it.
        case none
        /// A code of so many digits, six or more (TOKEN-21).
        case digits(Int, prompt: String?)
    }

    /// A new offer; the code and the link are shown once and kept nowhere.
    public struct MadeOffer: Sendable, Hashable {
        /// The name for `issuer revoke` and `issuer list`.
        public let issuance: String
        /// The link by reference, short enough for a QR code (OFFER-16).
        public let link: String
        /// The link with the whole offer in it.
        public let linkByValue: String
        /// The transaction code, to be given on another way (OFFER-12).
        public let transactionCode: String?
        /// The first moment at which the offer is no longer good.
        public let expires: UnixTime
    }

    private let settings: IssuerSettings
    private let catalogue: TypeCatalogue
    private let maker: CredentialMaker
    private let store: any IssuerStore
    private let random: any RandomSource

    /// Takes what making needs.
    public init(
        settings: IssuerSettings, catalogue: TypeCatalogue, maker: CredentialMaker, store: any IssuerStore,
        random: any RandomSource
    ) {
        (self.settings, self.catalogue, self.maker) = (settings, catalogue, maker)
        (self.store, self.random) = (store, random)
    }

    /// Makes an offer and stores it.
    ///
    /// - Parameters:
    ///   - wanted: the claims by the name of their type; all of them are redeemed with one code.
    ///   - transactionCode: whether a code is asked.
    ///   - copyLimit: how many copies may be fetched in all; nil for what the settings say.
    ///   - now: the time.
    /// - Throws: `unknownType`, `claims`, `notIssuable`, and what the store throws.
    public func offer(
        _ wanted: [(type: String, claims: JSONObject)], transactionCode: TransactionCode, copyLimit: Int? = nil,
        at now: UnixTime
    ) throws(IssuerKitError) -> MadeOffer {
        var claims = JSONObject()
        for (id, given) in wanted {
            guard let type = catalogue.type(id) else { throw .unknownType(id, known: catalogue.issuable.map(\.id)) }
            claims[id] = .object(try maker.checked(given, for: type).json)
        }
        let code = OneTimeSecret(.code, random: random)
        let reference = OneTimeSecret(.offer, random: random)
        let (typed, input) = drawn(transactionCode)
        let issuance = Hex.encode(random.bytes(8))
        let expires = now + settings.limits.offerSeconds
        let stored = StoredOffer(
            issuance: issuance, code: code.digest, reference: reference.digest,
            sealedCode: try reference.sealed(Array(code.text.utf8), random: random),
            sealedClaims: try code.sealed(JSONValue.object(claims).serialized(), random: random),
            configurationIDs: claims.names, input: input, tag: typed.map(code.tag(of:)), copyLimit: copyLimit,
            expires: expires)
        try store.add(stored, at: now)
        return MadeOffer(
            issuance: issuance, link: try link(to: reference), linkByValue: try link(stored, code: code.text),
            transactionCode: typed, expires: expires)
    }

    /// The offer object of a stored offer.
    func offer(_ stored: StoredOffer, code: String) -> CredentialOffer {
        let server = settings.server == settings.issuer ? nil : settings.server.text
        let grant = PreAuthorizedGrant(code: code, transactionCode: stored.input, authorizationServer: server)
        return CredentialOffer(
            issuer: settings.issuer, configurationIDs: stored.configurationIDs,
            grants: CredentialOffer.Grants(preAuthorized: grant))
    }

    private func link(to reference: OneTimeSecret) throws(IssuerKitError) -> String {
        do {
            let url = try settings.issuer.endpoint("/offers/\(reference.text)")
            return try CredentialOfferLink.reference(url).text()
        } catch {
            throw .openID4VCI(error)
        }
    }

    private func link(_ stored: StoredOffer, code: String) throws(IssuerKitError) -> String {
        do { return try CredentialOfferLink.value(offer(stored, code: code)).text() } catch { throw .openID4VCI(error) }
    }

    private func drawn(_ wanted: TransactionCode) -> (String?, TransactionCodeInput?) {
        guard case .digits(let count, let prompt) = wanted else { return (nil, nil) }
        let length = min(max(count, Self.leastDigits), 64)
        var digits = ""
        while digits.count < length {
            // Values from 250 up would favour low digits.
            for byte in random.bytes(length) where byte < 250 && digits.count < length { digits += String(byte % 10) }
        }
        return (digits, TransactionCodeInput(mode: .numeric, length: length, prompt: prompt))
    }

    private static let leastDigits = 6
}
