import Bytes
public import CredentialModel
import JSON
public import OpenID4VCI
public import Rules
import SDJWTVC

/// A credential in the wallet: one or more copies of the same statement, each with a key of its own.
public struct HeldCredential: Sendable, Hashable {
    /// The identifier in this wallet: 16 hexadecimal characters, random.
    public let id: String
    /// The type, `vct`.
    public let type: String
    /// The types that its type extends, the nearest first, as far as was known on receipt.
    public private(set) var otherTypes: [String]
    /// The category of attestations that its type belongs to, as far as was known on receipt (PAY-02).
    public private(set) var category: String?
    /// What its type said of transactions on receipt, or when that could first be had; nil when nothing is known of the
    /// type (PAY-03).
    private(set) var transactions: TransactionStanding?
    /// Who issued it, for people.
    public let issuer: String
    /// What the issuer calls it and its claims, for people.
    public private(set) var labels: CredentialLabels
    /// Whom its issuer permits it to be shown to; nil when it said nothing of that (PAY-19).
    public let disclosurePolicy: DisclosurePolicy?
    /// When it may be used.
    public let validity: Validity
    /// When the wallet took it in.
    public let addedAt: UnixTime
    /// Copies that no verifier has seen.
    public var unusedCopies: Int
    /// All copies.
    public var copies: Int

    var json: JSONValue {
        var object: JSONObject = [
            "version": 1, "id": .string(id), "type": .string(type), "issuer": .string(issuer),
            "added_at": .integer(addedAt.seconds),
        ]
        if !otherTypes.isEmpty { object["extends"] = .array(otherTypes.map(JSONValue.string)) }
        object["category"] = category.map(JSONValue.string)
        object["transactions"] = transactions.map { .string($0.rawValue) }
        object["labels"] = labels.json
        object["disclosure_policy"] = disclosurePolicy?.json
        object["iat"] = validity.issuedAt.map { .integer($0.seconds) }
        object["nbf"] = validity.notBefore.map { .integer($0.seconds) }
        object["exp"] = validity.expiresAt.map { .integer($0.seconds) }
        return .object(object)
    }

    init(
        id: String, type: String, otherTypes: [String] = [], category: String? = nil,
        transactions: TransactionStanding? = nil, issuer: String, labels: CredentialLabels,
        disclosurePolicy: DisclosurePolicy? = nil, validity: Validity, addedAt: UnixTime
    ) {
        (self.id, self.type, self.otherTypes, self.issuer, self.labels) = (id, type, otherTypes, issuer, labels)
        // Records of before have the category alone.
        let isAttestation = category.map { haveSameBytes($0, ResolvedTypeMetadata.strongAuthentication) } ?? false
        self.transactions = isAttestation ? .attestation : transactions
        (self.category, self.validity, self.addedAt) = (category, validity, addedAt)
        self.disclosurePolicy = disclosurePolicy
        (unusedCopies, copies) = (0, 0)
    }

    /// The same with what the metadata of its type says, which was not known before.
    func described(by type: ResolvedTypeMetadata) -> HeldCredential {
        var copy = self
        (copy.otherTypes, copy.category) = (type.extends, type.category)
        (copy.transactions, copy.labels) = (TransactionStanding(type), labels.giving(precedenceTo: type))
        return copy
    }

    init(record: [UInt8]) throws(WalletKitError) {
        guard let json = try? JSONValue(parsing: record, limits: .own), json["version"] == 1,
            let id = json["id"]?.string,
            let type = json["type"]?.string, let issuer = json["issuer"]?.string,
            let added = json["added_at"]?.integer
        else { throw .unreadableRecord(category: Category.credential) }
        func time(_ name: String) -> UnixTime? { json[name]?.integer.map { UnixTime(seconds: $0) } }
        self.init(
            id: id, type: type, otherTypes: json["extends"]?.array?.compactMap(\.string) ?? [],
            category: json["category"]?.string,
            transactions: json["transactions"]?.string.flatMap(TransactionStanding.init(rawValue:)), issuer: issuer,
            labels: CredentialLabels(json: json["labels"]),
            disclosurePolicy: json["disclosure_policy"].map(DisclosurePolicy.init),
            validity: Validity(issuedAt: time("iat"), notBefore: time("nbf"), expiresAt: time("exp")),
            addedAt: UnixTime(seconds: added))
    }
}
