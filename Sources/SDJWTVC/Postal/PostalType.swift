import CredentialModel
import JSON
import Rules
import SDJWT

/// The postal types of which a verifier checks more than their metadata says: what is shown must be what the type promises.
///
/// A claim that was kept back is not judged. Source: PST-01, PST-02, PST-05.
enum PostalType: String {
    case addressProof = "urn:carnet:postal:address-proof:1"
    case deliveryProof = "urn:carnet:postal:delivery-proof:1"
    case postingReceipt = "urn:carnet:postal:posting-receipt:1"
    case agentAuthorisation = "urn:carnet:postal:agent-authorisation:1"
    case moneyOrder = "urn:carnet:postal:money-order:1"

    private static let address = "address"
    private static let country = "country"

    /// The claim that holds numbers of postal items, alone or in an array.
    var itemClaim: String? {
        switch self {
        case .addressProof: "evidence"
        case .deliveryProof, .postingReceipt: "item_id"
        case .agentAuthorisation: "item_ids"
        case .moneyOrder: nil
        }
    }

    /// Refuses a number that is none, or whose check digit is wrong.
    ///
    /// - Throws: `postal`. Source: PST-01.
    func checkItems(_ name: String, in value: JSONValue) throws(SDJWTVCError) {
        for item in value.array ?? [value] where item.string.flatMap(PostalItemIdentifier.init) == nil {
            throw .postal(
                rule: "PST-01",
                problem: "the claim \(name) has a value that is no postal item number, or its check digit is wrong")
        }
    }

    /// Refuses an address that has no country, or a country that is no code; one that may have been kept back is not missing.
    ///
    /// - Throws: `postal`. Source: PST-02.
    func checkAddress(in content: ProcessedSDJWT) throws(SDJWTVCError) {
        guard let address = content.payload[Self.address] else { return }
        guard let country = address[Self.country] else {
            guard address.object == nil || !content.keepsBackPart(of: Self.address) else { return }
            throw .postal(rule: "PST-02", problem: "the address has no country")
        }
        let code = country.string.map { Array($0.utf8) } ?? []
        guard code.count == 2, code.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw .postal(rule: "PST-02", problem: "the country of the address is no code of two letters")
        }
    }

    /// How a credential came, for what a right to be paid asks of that.
    enum Binding {
        /// It is bound to no key.
        case unbound
        /// It is bound, and whoever presents it did not show the key.
        case notShown
        /// The key was shown, or it is looked at by its holder and not presented.
        case shown
    }

    /// Refuses a right to be paid that whoever has a copy could cash in; a receipt of what was sent may be so.
    ///
    /// - Throws: `postal`. Source: PST-05.
    func checkBinding(_ binding: Binding, role: JSONValue?) throws(SDJWTVCError) {
        guard role != "sender" else { return }
        switch binding {
        case .shown: return
        case .unbound:
            throw .postal(rule: "PST-05", problem: "the money order is bound to no key (cnf): any copy could be paid")
        case .notShown:
            throw .postal(rule: "PST-05", problem: "the money order was presented without showing its key (KB-JWT)")
        }
    }
}

extension SDJWTVCVerifier {
    /// Checks what the postal types promise beyond their metadata; of other types nothing is written down.
    func checkPostal(
        _ type: String, _ sdJWT: VerifiedSDJWT, _ keyBinding: KeyBindingPolicy, isShown: Bool,
        _ findings: inout Findings, log: inout StepLog
    ) {
        guard let type = PostalType(rawValue: type) else { return }
        if let name = type.itemClaim, let value = sdJWT.payload[name] {
            findings.check(&log, "PST-01", "numbers of postal items", on: name) { () throws(SDJWTVCError) in
                try type.checkItems(name, in: value)
            }
        }
        if type == .addressProof {
            findings.check(&log, "PST-02", "country of the address") { () throws(SDJWTVCError) in
                try type.checkAddress(in: sdJWT.content)
            }
        }
        if type == .moneyOrder {
            findings.check(&log, "PST-05", "money order is its holder's alone") { () throws(SDJWTVCError) in
                try type.checkBinding(
                    Self.binding(of: sdJWT.payload, keyBinding, isShown: isShown), role: sdJWT.payload["role"])
            }
        }
    }

    private static func binding(
        of payload: JSONObject, _ policy: KeyBindingPolicy, isShown: Bool
    ) -> PostalType.Binding {
        guard payload.contains("cnf") else { return .unbound }
        // A binding that had to come and did not is refused already.
        if case .ifPresent = policy, !isShown { return .notShown }
        return .shown
    }
}
