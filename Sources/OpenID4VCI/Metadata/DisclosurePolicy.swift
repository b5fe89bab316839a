public import Certificates
import CredentialModel
import HTTP
public import JSON

/// Which verifiers an issuer permits its credentials to be shown to: a wallet keeps it with the credential and heeds it.
///
/// ETSI says what is in it and leaves the names of the members to a schema to come; until that is there they are those of
/// the European pilots.
/// Source: ETSI TS 119 472-3 §4.2.5.2, Regulation (EU) 2024/2979 Annex III (PAY-19).
public struct DisclosurePolicy: Sendable, Hashable {
    /// The most verifiers or authorities that a policy names.
    public static let limitEntries = 256
    /// The most octets that a policy takes up.
    public static let limitBytes = 16 << 10
    static let member = "embedded_disclosure_policy"

    /// Whom the credentials may be shown to.
    public enum Condition: Sendable, Hashable {
        /// Everyone.
        case anyone
        /// Those verifiers.
        case parties([Party])
        /// Verifiers whose access certificate one of those authorities stands behind.
        case authorities([Authority])
        /// Nobody knows: the policy cannot be read here, and this is why.
        case unreadable(problem: String)
    }

    /// A verifier, or a kind of verifiers; one of both is enough.
    public struct Party: Sendable, Hashable {
        /// What the subject of its access certificate says.
        public let subject: NamePattern?
        /// What its registration certificate entitles it to, a URI.
        public let entitlement: String?
    }

    /// A certificate that access certificates come from, at the root or between.
    public struct Authority: Sendable, Hashable {
        /// What its subject says.
        public let subject: NamePattern
        /// Its serial number, as it stands in the certificate.
        public let serialNumber: [UInt8]
    }

    /// The condition.
    public let condition: Condition
    /// Where the issuer explains the policy to people; nil when it does not, or not at an https address.
    public let explanation: String?
    /// The policy as it came; null for one that is too large to be kept.
    public let json: JSONValue

    /// Reads a policy. One that cannot be read is one all the same, and permits nobody.
    public init(_ json: JSONValue) {
        guard json.serialized().count <= Self.limitBytes else {
            let problem = "it is larger than \(Self.limitBytes >> 10) KiB"
            (condition, explanation, self.json) = (.unreadable(problem: problem), nil, .null)
            return
        }
        self.json = json
        condition = Self.condition(json)
        explanation = json["policy_info_url"]?.string.flatMap { text in
            let url = try? WebURL(parsing: text)
            return url?.scheme == .https ? text : nil
        }
    }

    private static func condition(_ json: JSONValue) -> Condition {
        guard json["policy_uri"]?.string != nil else { return .unreadable(problem: "it has no policy_uri") }
        switch json["policy_type"]?.string {
        case "no_policy": return .anyone
        case "authorized_rp_only":
            return entries(json, "authorized_parties", Party.init).map(Condition.parties)
                ?? .unreadable(
                    problem:
                        "authorized_parties does not have 1 to \(limitEntries) entries, each with a subject_dn or an "
                        + "entitlement_uri that can be read")
        case "specific_root_of_trust":
            return entries(json, "trusted_roots", Authority.init).map(Condition.authorities)
                ?? .unreadable(
                    problem: "trusted_roots does not have 1 to \(limitEntries) entries, each with an issuer_dn and a "
                        + "serial_number in decimal digits")
        case nil: return .unreadable(problem: "it has no policy_type")
        case let type?:
            return .unreadable(problem: "its policy_type is '\(DisplayText(type, limit: 64))', which is not known here")
        }
    }

    /// One entry that cannot be read makes the whole list unreadable: it may be the one that matters.
    private static func entries<Entry>(
        _ json: JSONValue, _ name: String, _ read: (JSONValue) -> Entry?
    ) -> [Entry]? {
        guard let values = json[name]?.array, (1...limitEntries).contains(values.count) else { return nil }
        let entries = values.compactMap(read)
        return entries.count == values.count ? entries : nil
    }
}

extension DisclosurePolicy.Party {
    fileprivate init?(_ json: JSONValue) {
        let (name, entitlement) = (json["subject_dn"], json["entitlement_uri"])
        subject = name?.string.flatMap(NamePattern.init(parsing:))
        self.entitlement = entitlement?.string
        let isRead = (name == nil || subject != nil) && (entitlement == nil || self.entitlement?.isEmpty == false)
        guard isRead, subject != nil || self.entitlement != nil else { return nil }
    }
}

extension DisclosurePolicy.Authority {
    fileprivate init?(_ json: JSONValue) {
        guard let subject = json["issuer_dn"]?.string.flatMap(NamePattern.init(parsing:)),
            let number = json["serial_number"]?.string.flatMap(Self.octets(ofDecimal:))
        else { return nil }
        (self.subject, serialNumber) = (subject, number)
    }

    /// A positive number of up to 20 octets (RFC 5280 §4.1.2.2), big endian without leading zeros.
    private static func octets(ofDecimal text: String) -> [UInt8]? {
        guard (1...49).contains(text.utf8.count) else { return nil }
        var octets: [UInt8] = []
        for digit in text.utf8 {
            guard (0x30...0x39).contains(digit) else { return nil }
            var carry = Int(digit - 0x30)
            for index in octets.indices.reversed() {
                carry += Int(octets[index]) * 10
                octets[index] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            if carry > 0 { octets.insert(UInt8(carry), at: 0) }
        }
        return octets.isEmpty ? nil : octets
    }
}
