import Rules

/// What must not be done when an SD-JWT is issued or presented.
public enum CompositionFault: Sendable, Equatable {
    /// A claim name that SD-JWT reserves.
    case reservedName(String)
    /// A claim that verifiers need for judging validity was to be made selectively disclosable.
    case notDisclosable(String)
    /// A path of the template that matches nothing in the claims.
    case nothingAtPath(SDJWTPath)
    /// The random source gave salts shorter than 128 bits.
    case shortSalt(bytes: Int)
    /// The holder's key is also the issuer's.
    case keyReused
    /// The claims have a `cnf` of their own beside the holder's key.
    case twoConfirmations
    /// There is no Disclosure of that index.
    case noSuchDisclosure(index: Int, count: Int)
    /// A Disclosure was chosen without the one that it lies in.
    case ancestorMissing(index: Int, parent: Int)
    /// The key is not the one that the credential is bound to.
    case notTheHoldersKey

    /// The rule, the code and the words for each case.
    var refusal: Refusal {
        switch self {
        case .reservedName(let name):
            Refusal(
                "SDJWT-06", "reserved_claim_name", "a claim is named \(name)",
                hint: "SD-JWT uses this name for digests; rename the claim")
        case .notDisclosable(let name):
            Refusal(
                "SDJWT-22", "claim_not_disclosable", "\(name) was to be made selectively disclosable",
                hint: "verifiers need iss, aud, exp, nbf and cnf; leave them plain")
        case .nothingAtPath(let path):
            Refusal(
                "SDJWT-22", "nothing_at_path", "the template makes \(path) disclosable, and no such claim is there",
                hint: "correct the path, or tell the template that the claim is optional")
        case .shortSalt(let bytes):
            Refusal(
                "SDJWT-21", "short_salt", "salts of \(bytes) bytes were asked for",
                hint: "use 16 bytes or more from a secure random source")
        case .keyReused:
            Refusal(
                "KB-12", "key_reused", "the holder's key is also the issuer's",
                hint: "use each key for one role only")
        case .twoConfirmations:
            Refusal(
                "KB-10", "two_confirmations", "the claims have cnf, and a holder's key is given too",
                hint: "leave cnf out of the claims")
        case .noSuchDisclosure(let index, let count):
            Refusal(
                "SDJWT-23", "no_such_disclosure", "there is no Disclosure \(index), the credential has \(count)",
                hint: "choose among the Disclosures that the issuer made")
        case .ancestorMissing(let index, let parent):
            Refusal(
                "SDJWT-53", "ancestor_missing",
                "Disclosure \(index) lies in Disclosure \(parent), which was not chosen",
                hint: "choose it too; withAncestors(of:) does so")
        case .notTheHoldersKey:
            Refusal(
                "KB-06", "not_the_holders_key", "the credential is bound to another key",
                hint: "sign with the key that the issuer put into cnf")
        }
    }
}
