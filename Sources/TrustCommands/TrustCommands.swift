public import HTTPClient
public import Terminal
public import Trust

/// The subcommands of `trust` that every program has which trusts somebody: they read and write the trust folder.
///
/// ```swift
/// let trust = TrustCommands(of: "wallet") { TrustFolder(path: OpenWallet($0).trustPath) }
/// Command("trust", "say whom you trust", subcommands: [trust.list, trust.show, trust.add, trust.remove, trust.block])
/// ```
public struct TrustCommands: Sendable {
    /// Which folder a command line means.
    public typealias Place = @Sendable (Invocation) -> TrustFolder

    let program: String
    let parameters: [any Parameter]
    let folder: Place
    let reach: @Sendable (Invocation) -> Reach

    /// Names the program and its folder.
    ///
    /// - Parameters:
    ///   - program: the word that calls it, for examples.
    ///   - parameters: the options that say where the folder is, unless they are options of all its commands.
    ///   - reach: how far fetches go; the public internet by default.
    ///   - folder: the folder.
    public init(
        of program: String, parameters: [any Parameter] = [],
        reach: @escaping @Sendable (Invocation) -> Reach = { _ in .publicInternet }, folder: @escaping Place
    ) {
        (self.program, self.parameters, self.reach, self.folder) = (program, parameters, reach, folder)
    }

    enum Words {
        static let file = Positional(
            "FILE", "the anchor certificates (PEM), or a JWK set; left out with --published", count: .optional)
        static let id = Option("id", "ID", "a short name for the entry (required)")
        static let name = Option(
            "name", "NAME", "what people call the entity (default the certificate's organisation)")
        static let purpose = Option(
            "purpose", "PURPOSE",
            "what it is trusted for: postal-issuer, eaa-issuer, pid-issuer, rp-access, rp-attestation, "
                + "rp-registration, status-signer",
            count: .several,
            as: ValueForm("a purpose such as postal-issuer") { text in
                TrustPurpose.known.contains(TrustPurpose(rawValue: text)) ? TrustPurpose(rawValue: text) : nil
            })
        static let type = Option("type", "TYPE", "a credential type that it may issue", count: .any)
        static let issuer = Option("issuer", "URL", "for a JWK set: the iss of its credentials, or the client id")
        static let published = Flag(
            "published", "instead of a file: trust the keys that --issuer publishes at its address at the time")
        static let responseURI = Option(
            "response-uri", "URL", "for a client id that is registered here: where its answers may go", count: .any)
        static let entry = Positional("ID", "the entry's short name")
        static let blockedEntry = Positional(
            "ID", "the short name of an entity; without anything, the block list is shown", count: .optional)
        static let certificate = Option("certificate", "FILE", "block the certificates in this file (PEM)", count: .any)
        static let key = Option(
            "key", "FILE", "block the keys in this file (PEM certificates, a JWK or a JWK set), wherever they stand",
            count: .any)
        static let list = Positional(
            "PLACE",
            "a file or URL of a signed list of trusted entities (ETSI TS 119 602, JWS in compact form); or a file or "
                + "folder of revocation lists (DER or PEM)")
        static let refreshed = Positional("ID", "the name of an imported list; all by default", count: .optional)
        static let out = Option(
            "out", "FILE", "where the list is written (required); the one that is there gives the number")
        static let signingKey = Option("key", "FILE", "the private JWK that signs the list (required)")
        static let operatorName = Option("operator", "NAME", "who publishes the list")
        static let details = Option(
            "details", "FILE", "what else the list says of its operator and its entities (JSON; docs/trust.md)")
        static let sequence = Option(
            "sequence", "N", "the number of the list (default one more than before)", as: .integer(1...Int.max))
        static let days = Option("days", "N", "when the next list is due (default 30)", as: .integer(1...180))
        static let signer = Option(
            "signer", "FILE", "the certificate (PEM) that signs the list; later imports need it only when it changes")
        static let kind = Option(
            "kind", "KIND", "of whom it speaks: pid, wallet-provider, pub-eaa, access-ca, registration, postal",
            as: ValueForm("pid, wallet-provider, pub-eaa, access-ca, registration or postal") {
                TrustListKind(rawValue: $0)
            })
        static let legacy = Flag(
            "legacy", "also read names from before ETSI TS 119 602, now and later; the entries are marked")
        static let undo = Flag("undo", "take off the block list what is named")
    }

    /// `trust list`.
    public var list: Command {
        Command(
            "list", "list the entries", parameters: parameters,
            examples: [Example("\(program) trust list", "whom you trust, and what for")], action: list)
    }

    /// `trust add`.
    public var add: Command {
        Command(
            "add", "trust an issuer or an authority of verifiers",
            discussion: "An anchor vouches only for the purposes and types that its entry names.",
            parameters: [
                Words.file, Words.id, Words.name, Words.purpose, Words.type, Words.issuer, Words.published,
                Words.responseURI,
            ] + parameters,
            examples: [
                Example(
                    "\(program) trust add kea.pem --id kea-post --purpose postal-issuer --purpose status-signer "
                        + "--type urn:carnet:postal:identity:1",
                    "trust the post of Kea for identity credentials"),
                Example(
                    "\(program) trust add access-ca.pem --id shop --purpose rp-access", "trust a verifier's authority"),
            ], action: add)
    }

    /// `trust show`.
    public var show: Command {
        Command(
            "show", "show an entry with its keys", parameters: [Words.entry] + parameters,
            examples: [Example("\(program) trust show kea-post", "all that is known of the post of Kea")],
            action: showEntry)
    }

    /// `trust import`.
    public var importList: Command {
        Command(
            "import", "trust the entities of a signed list, or take in revocation lists",
            discussion: "The list must be signed by the certificate that you name, and its number must never go back. "
                + "The first import says what the list is trusted for, later ones need --id alone. 'trust remove ID' "
                + "forgets it. A list that came from a URL is fetched again by 'trust refresh'. A revocation list (CRL) "
                + "makes nobody trusted, so nothing is asked.",
            parameters: [Words.list, Words.id, Words.signer, Words.kind, Words.type, Words.legacy] + parameters,
            examples: [
                Example(
                    "\(program) trust import pid.jwt --id eu-pid --kind pid --signer operator.pem --type urn:eudi:pid:1",
                    "trust the providers of person identification data on that list"),
                Example("\(program) trust import pid.jwt --id eu-pid", "the same list, a week later"),
                Example(
                    "\(program) trust import https://lists.example/pid.jwt --id eu-pid --kind pid --signer operator.pem",
                    "from where it is published"),
                Example(
                    "\(program) trust import old.jwt --id eu-pid --kind pid --signer operator.pem --legacy",
                    "a list with names from before the standard"),
                Example("\(program) trust import kea-root.crl", "whom the root of Kea revoked"),
            ], action: takeIn)
    }

    /// `trust refresh`.
    public var refreshLists: Command {
        Command(
            "refresh", "fetch imported lists again from where they came",
            discussion:
                "A list that cannot be had, or is no good, leaves the one that is held; the exit code is then 1.",
            parameters: [Words.refreshed] + parameters,
            examples: [
                Example("\(program) trust refresh", "all lists that came from a URL"),
                Example("\(program) trust refresh eu-pid", "one of them"),
            ], action: refresh)
    }

    /// `trust verify`.
    public var verifyList: Command {
        Command(
            "verify", "check a signed list without trusting anybody on it",
            parameters: [Words.list, Words.signer, Words.kind, Words.type, Words.legacy] + parameters,
            examples: [
                Example("\(program) trust verify pid.jwt --kind pid --signer operator.pem", "what an import would find")
            ], action: verify)
    }

    /// `trust publish`.
    public var publishList: Command {
        Command(
            "publish", "write whom you trust as a signed list for others",
            discussion: "The list holds the entries of the folder that have the purpose of its kind, not those of "
                + "imported lists. When nothing changed, the list that is there stays until half of its time is over.",
            parameters: [
                Words.out, Words.kind, Words.signingKey, Words.signer, Words.operatorName, Words.details,
                Words.sequence, Words.days,
            ] + parameters,
            examples: [
                Example(
                    "\(program) trust publish --out postal.jwt --kind postal --key operator.jwk --signer operator.pem "
                        + "--operator 'Postal Union'",
                    "the postal operators whom you trust")
            ], action: publish)
    }

    /// `trust block`.
    public var block: Command {
        Command(
            "block", "never trust somebody, whatever an entry says",
            discussion: "A block always wins: over entries, over lists, over who vouches. Blocking a key blocks every "
                + "certificate that has it.",
            parameters: [Words.blockedEntry, Words.certificate, Words.key, Words.undo] + parameters,
            examples: [
                Example("\(program) trust block old-post", "nothing that 'old-post' vouches for is believed"),
                Example("\(program) trust block --key stolen.pem", "whatever that key signed is refused"),
                Example("\(program) trust block", "show the block list"),
            ], action: changeBlocks)
    }

    /// `trust remove`.
    public var remove: Command {
        Command(
            "remove", "stop trusting an entry", parameters: [Words.entry] + parameters,
            examples: [Example("\(program) trust remove shop", "forget the entry 'shop'")], action: remove)
    }
}
