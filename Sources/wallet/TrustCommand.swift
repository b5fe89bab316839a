import Bytes
import Certificates
import Cryptography
import Files
import JOSE
import JSON
import Rules
import Terminal
import Trust

/// `wallet trust`: whom the wallet trusts, issuers and verifiers.
enum TrustCommand {
    private static let file = Positional("FILE", "the anchor certificates (PEM), or a JWK set")
    private static let id = Option("id", "ID", "a short name for the entry (required)")
    private static let name = Option(
        "name", "NAME", "what people call the entity (default the certificate's organisation)")
    private static let purpose = Option(
        "purpose", "PURPOSE",
        "what it is trusted for: postal-issuer, eaa-issuer, pid-issuer, rp-access, rp-attestation, rp-registration, "
            + "status-signer",
        count: .several,
        as: ValueForm("a purpose such as postal-issuer") { text in
            TrustPurpose.known.contains(TrustPurpose(rawValue: text)) ? TrustPurpose(rawValue: text) : nil
        })
    private static let type = Option("type", "TYPE", "a credential type that it may issue", count: .any)
    private static let issuer = Option("issuer", "URL", "for a JWK set: the iss of its credentials, or the client id")
    private static let responseURI = Option(
        "response-uri", "URL", "for a client id that is registered here: where its answers may go", count: .any)
    private static let entry = Positional("ID", "the entry's short name")

    static let command = Command(
        "trust", "say whom you trust",
        subcommands: [
            Command(
                "list", "list the entries", examples: [Example("wallet trust list", "whom you trust, and what for")],
                action: list),
            Command(
                "add", "trust an issuer or an authority of verifiers",
                discussion: "An anchor vouches only for the purposes and types that its entry names.",
                parameters: [file, id, name, purpose, type, issuer, responseURI],
                examples: [
                    Example(
                        "wallet trust add kea.pem --id kea-post --purpose postal-issuer --purpose status-signer --type urn:carnet:postal:identity:1",
                        "trust the post of Kea for identity credentials"),
                    Example(
                        "wallet trust add access-ca.pem --id shop --purpose rp-access", "trust a verifier's authority"),
                ], action: add),
            Command(
                "remove", "stop trusting an entry", parameters: [entry],
                examples: [Example("wallet trust remove shop", "forget the entry 'shop'")], action: remove),
        ])

    private static func folder(_ call: Invocation) -> TrustFolder { TrustFolder(path: OpenWallet(call).trustPath) }

    private static func list(_ call: Invocation) throws -> ExitCode {
        let entries = try folder(call).store().entries
        call.console.print(
            json: .array(
                entries.map { entry in
                    [
                        "id": .string(entry.id), "name": .string(entry.name),
                        "purposes": .array(entry.purposes.map(\.rawValue).sorted().map(JSONValue.string)),
                        "types": .array(entry.types.sorted().map(JSONValue.string)),
                        "state": .string(entry.state.rawValue),
                    ]
                }))
        guard !entries.isEmpty else {
            call.console.say("you trust nobody yet; 'wallet trust add FILE' adds an entry")
            return .done
        }
        var table = Table([
            Table.Column("id", cutting: .forbidden), Table.Column("name"), Table.Column("purposes"),
            Table.Column("types"), Table.Column("state", cutting: .forbidden),
        ])
        for entry in entries {
            table.append([
                Text(entry.id, .strong), Text(entry.name),
                Text(entry.purposes.map(\.rawValue).sorted().joined(separator: ", ")),
                Text(entry.types.sorted().joined(separator: ", ")), Text(entry.state.rawValue),
            ])
        }
        call.console.print(table)
        return .done
    }

    private static func add(_ call: Invocation) throws -> ExitCode {
        let path = try call.required(file)
        let identifier = try call.required(id)
        let bytes = try Files.read(path, limitBytes: 256 << 10)
        let (keys, shown) =
            try call[issuer].map { address in
                ([TrustEntry.Key.keySet(issuer: address, keys: try JWKSet(parsing: bytes))], address)
            } ?? anchors(bytes, call)
        let entry = TrustEntry(
            id: identifier, name: call[name] ?? shown, purposes: Set(call.values(of: purpose)),
            types: Set(call.values(of: type)), keys: keys, responseURIs: call.values(of: responseURI),
            since: Clock.system.now, source: path)
        show(entry, call)
        let folder = folder(call)
        if let old = try? folder.store().entries.first(where: { $0.id == identifier }) {
            call.console.warn("this replaces '\(identifier)', which is \(Text(old.name))")
        }
        guard try call.console.confirm("Trust this?") else { return .declined }
        try folder.add(entry)
        call.console.print(json: ["id": .string(identifier)])
        call.console.print("trusted as \(Text(identifier, .strong))")
        return .done
    }

    private static func anchors(_ bytes: [UInt8], _ call: Invocation) throws -> ([TrustEntry.Key], String) {
        let certificates = try PEM.certificates(in: String(decoding: bytes, as: UTF8.self))
        let first = certificates.first?.subject
        return (certificates.map(TrustEntry.Key.anchor), first?.organizationName ?? first?.text ?? "")
    }

    /// What the person agrees to: which keys, for what.
    private static func show(_ entry: TrustEntry, _ call: Invocation) {
        for key in entry.keys {
            switch key {
            case .anchor(let certificate):
                call.console.inform("anchor    \(certificate.subject.text)")
                call.console.inform("          valid \(certificate.notBefore) to \(certificate.notAfter)")
                call.console.inform("          SHA-256 \(Hex.encode(certificate.fingerprint))")
            case .keySet(let issuer, let keys):
                call.console.inform("issuer    \(issuer)")
                for key in keys.keys {
                    call.console.inform("          key \(Text(key.keyID ?? "")) thumbprint \(key.thumbprintText)")
                }
            }
        }
        call.console.inform("purposes  \(entry.purposes.map(\.rawValue).sorted().joined(separator: ", "))")
        if !entry.types.isEmpty { call.console.inform("types     \(entry.types.sorted().joined(separator: ", "))") }
        for address in entry.responseURIs { call.console.inform("answers   to \(address)") }
    }

    private static func remove(_ call: Invocation) throws -> ExitCode {
        let identifier = try call.required(entry)
        guard try call.console.confirm("Stop trusting '\(identifier)'?") else { return .declined }
        try folder(call).remove(id: identifier)
        call.console.say("'\(identifier)' is not trusted any more")
        return .done
    }
}
