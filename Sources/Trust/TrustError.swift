public import Certificates
public import Files
public import Rules

/// Why something is not trusted, or why a trust entry cannot be used.
public enum TrustError: RuleError {
    /// No entry has the purpose at all.
    case nothingConfigured(purpose: String)
    /// No anchor of the purpose ends the path; `path` is why the best candidate failed.
    case untrustedPath(purpose: String, subject: String, path: CertificatesError)
    /// The path ends in an anchor that is trusted for something else.
    case otherPurpose(entries: [String], wanted: String)
    /// The entity is known, but may not issue this type.
    case typeNotPermitted(entries: [String], type: String)
    /// The signer of a status list is trusted, but not for the lists of this issuer.
    case otherStatusSigner(issuer: String, entries: [Misfit])
    /// The entry was suspended or withdrawn.
    case notInForce(entry: String, state: String)
    /// The entity, certificate or key is on the block list.
    case blocked(what: String)
    /// No entry holds keys of this issuer.
    case unknownIssuer(issuer: String)
    /// The issuer's keys have none that the token's `kid` names, or several would fit.
    case noSuchKey(issuer: String, keyID: String?, fitting: Int)
    /// The entry of the issuer that a token names says that its keys are found in another way than the token brings along.
    case otherMechanism(issuer: String)
    /// Neither certificates nor an issuer name came with the token.
    case noEvidence
    /// A file of the trust folder cannot be read as an entry.
    case badEntry(file: String, problem: String)
    /// The folder has no entry of that id.
    case noSuchEntry(id: String)
    /// The block list does not have that.
    case noSuchBlock(what: String)
    /// A list of trusted entities cannot be taken in.
    case badList(rule: RuleID, problem: String)
    /// A list of trusted entities has names of members from before the standard, and nobody said to read them.
    case earlyNames([String])
    /// A list of trusted entities is XML, as TS 119 612 has it.
    case xmlList
    /// A list of trusted entities cannot be made.
    case notPublished(rule: RuleID, problem: String)
    /// A list of trusted entities could not be fetched.
    case listUnavailable(url: String, why: String)
    /// All entries that could decide came from a list that may not be used any more.
    case listTooOld(list: String, usableUntil: UnixTime)
    /// A certificate of the path was revoked by its issuer.
    case revoked(subject: String, since: UnixTime, reason: String?)
    /// Whether a certificate of the path was revoked cannot be learned, and the policy wants to know.
    case revocationUnknown(subject: String, why: String)
    /// A revocation list cannot be taken in.
    case badRevocationList(problem: String)
    /// The folder or a file in it cannot be read or written.
    case files(FilesError)

    /// An entry that was looked at for the signer of a status list, and what it lacks.
    public struct Misfit: Sendable, Equatable {
        /// What an entry lacks.
        public enum Lack: Sendable, Equatable {
            /// The purpose `status-signer`.
            case purpose
            /// The type of the credential.
            case type(String)
            /// The anchor or the keys of the issuer.
            case issuer
        }

        /// The entry.
        public let entry: String
        /// What it lacks.
        public let lack: Lack

        var words: String {
            switch lack {
            case .purpose: "'\(entry)' lacks the purpose status-signer"
            case .type(let type): "'\(entry)' does not vouch for the type \(type)"
            case .issuer: "'\(entry)' does not hold the issuer's anchor or key"
            }
        }
    }

    private static func quoted(_ entries: [String]) -> String {
        entries.map { "'\($0)'" }.joined(separator: ", ")
    }

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .nothingConfigured(let purpose):
            Refusal(
                "TRU-02", "no_anchor_configured", "no trust anchor is configured for the purpose \(purpose)",
                hint: "add the entity's anchor to the trust folder with this purpose, if you do trust it")
        case .untrustedPath(let purpose, let subject, let path):
            Refusal(
                "TRU-02", "untrusted",
                "no anchor of the purpose \(purpose) vouches for \(subject): \(path.refusal.problem)",
                hint: path.refusal.hint)
        case .otherPurpose(let entries, let wanted):
            Refusal(
                "TRU-01", "other_purpose",
                "\(Self.quoted(entries)) would be trusted, but not for the purpose \(wanted)",
                hint: "an anchor serves only the purposes that its trust entry names")
        case .typeNotPermitted(let entries, let type):
            Refusal(
                "VC-41", "type_not_permitted",
                "the issuer is trusted by \(Self.quoted(entries)), but not for the type \(type)",
                hint: "add the type to the issuer's trust entry, if it may issue it")
        case .otherStatusSigner(let issuer, let entries):
            Refusal(
                "TSL-13", "other_status_signer",
                "no entry lets the signer sign the status lists of '\(issuer)': "
                    + entries.map(\.words).joined(separator: "; "),
                hint:
                    "if it may speak for the issuer, put its certificate and the purpose status-signer into an entry of "
                    + "whoever vouches for the issuer")
        case .notInForce(let entry, let state):
            Refusal(
                "TRU-06", "not_in_force", "the trust entry '\(entry)' is \(state)",
                hint: "ask the operator of the trust list why")
        case .blocked(let what):
            Refusal("TRU-04", "blocked", "\(what) is on the block list", hint: "a block always wins over a list")
        case .unknownIssuer(let issuer):
            Refusal(
                "VC-30", "unknown_issuer", "no trust entry holds keys of the issuer \(issuer)",
                hint: "add the issuer's key set to the trust folder, if you do trust it")
        case .noSuchKey(let issuer, let keyID, let fitting):
            Refusal(
                "VC-34", "no_such_key",
                keyID.map { "the keys of \(issuer) have no usable key with kid '\($0)'" }
                    ?? "the token names no kid, and \(fitting) keys of \(issuer) would fit",
                hint: "import the issuer's present key set; a token without kid needs a set with one fitting key")
        case .otherMechanism(let issuer):
            Refusal(
                "VC-39", "other_key_mechanism",
                "the token brings certificates (x5c), and the trust entry of \(issuer) says that its keys are found otherwise",
                hint: "add the issuer's anchors to the same entry, if it signs in both ways")
        case .noEvidence:
            Refusal(
                "VC-30", "no_issuer_evidence", "the credential carries neither x5c nor an https iss",
                hint: "the issuer must say who signed, by a certificate chain or by its identifier")
        case .badEntry(let file, let problem):
            Refusal(
                "TRU-03", "bad_trust_entry", "\(file) is not a trust entry: \(problem)",
                hint: "compare it with the example in docs/trust.md")
        case .noSuchEntry(let id):
            Refusal(
                "TRU-03", "no_such_entry", "the trust folder has no entry '\(id)'",
                hint: "list the entries to see their ids")
        case .noSuchBlock(let what):
            Refusal(
                "TRU-04", "no_such_block", "the block list does not have \(what)",
                hint: "list the blocks to see what is on it")
        case .badList(let rule, let problem):
            Refusal(
                rule, "bad_trust_list", "the list of trusted entities is refused: \(problem)",
                hint: "get the newest list from its operator; what was imported before stays as it is")
        case .earlyNames(let names):
            Refusal(
                "LOT-10", "trust_list_early_names",
                "the list of trusted entities has names from before ETSI TS 119 602: \(names.joined(separator: ", "))",
                hint: "ask its operator for a list with today's names, or take it as it is with --legacy")
        case .xmlList:
            Refusal(
                "LOT-13", "trust_list_xml",
                "the list of trusted entities is XML (ETSI TS 119 612), whose signature is not checked here",
                hint: "check and convert it with another program, and import the result as a signed list (JWS); "
                    + "docs/trust.md, 'Lists in XML', shows how")
        case .notPublished(let rule, let problem):
            Refusal(
                rule, "trust_list_not_published", "the list of trusted entities is not published: \(problem)",
                hint: "docs/trust.md shows what a list needs; what is published stays as it is")
        case .listUnavailable(let url, let why):
            Refusal(
                "LOT-11", "trust_list_unavailable", "no list of trusted entities came from \(url): \(why)",
                hint: "try again later; the list that is held is used until it is too old")
        case .listTooOld(let list, let time):
            Refusal(
                "STA-01", "trust_list_too_old", "the list '\(list)' could be used until \(time)",
                hint: "import the newest list of its operator")
        case .revoked(let subject, let since, let reason):
            Refusal(
                "STA-03", "certificate_revoked",
                "the certificate of \(subject) was revoked at \(since)" + (reason.map { ": \($0)" } ?? ""),
                hint: "whoever signs with it must not be believed; ask its holder for one with another certificate")
        case .revocationUnknown(let subject, let why):
            Refusal(
                "STA-02", "revocation_unknown",
                "whether the certificate of \(subject) was revoked is unknown: \(why)",
                hint: "import the newest revocation list of its issuer, or try again when its server answers")
        case .badRevocationList(let problem):
            Refusal(
                "STA-03", "bad_revocation_list", "the revocation list is refused: \(problem)",
                hint: "get the newest list of the authority; what was imported before stays as it is")
        case .files(let error): error.refusal
        }
    }
}
