import JSON
import TestSupport
import Testing

/// A postal operator: an issuer that was set up, and its service.
final class PostOffice {
    /// What the counter gives to a person.
    struct Offer {
        let issuance: String
        let link: String
        let transactionCode: String
    }

    let folder: TemporaryFolder
    let service: Service
    /// The name of the type of its own; nil when it has none.
    let ownType: String?
    private let port: ReservedPort

    /// Sets an issuer up and starts it.
    ///
    /// - Parameters:
    ///   - limits: settings that differ from the defaults, such as `offer_seconds`.
    ///   - policy: whom postal identities may be shown to; nil for everyone.
    ///   - ownType: makes one more type, named `own`, whose name is the address that is given to it.
    init(
        in folder: TemporaryFolder, limits: JSONObject = [:], policy: JSONObject? = nil,
        ownType makeOwnType: ((String) throws -> JSONValue)? = nil
    ) throws {
        self.folder = folder
        let port = try ReservedPort()
        self.port = port
        let made = try Self.run(
            [
                "init", "--url", "http://127.0.0.1:\(port.number)", "--name", "Post of Kea", "--country", "GR",
                "--operator", "KEA", "--types", repositoryPath("examples/types"),
            ], in: folder
        ).ended()
        guard made.code == 0 else { throw CommandProcess.Failure.notStarted(reason: made.messages) }
        if !limits.isEmpty {
            var settings = try JSONValue(parsing: folder.bytes(of: "issuer/issuer.json") ?? []).object ?? [:]
            settings["limits"] = .object(limits)
            try folder.write(JSONValue.object(settings).serialized(), to: "issuer/issuer.json")
        }
        if let policy {
            var type = try JSONValue(parsing: folder.bytes(of: "issuer/types/identity.json") ?? []).object ?? [:]
            type["embedded_disclosure_policy"] = .object(policy)
            try folder.write(JSONValue.object(type).serialized(), to: "issuer/types/identity.json")
        }
        ownType = makeOwnType == nil ? nil : "http://127.0.0.1:\(port.number)/types/own"
        if let ownType, let type = try makeOwnType?(ownType) {
            try folder.write(type.serialized(), to: "issuer/types/own.json")
        }
        service = try Service(port: port.number) { try Self.run(["serve"], in: folder) }
    }

    /// The certificate that others must trust.
    var anchor: String { folder.file("issuer/issuer-ca.pem") }

    /// Runs another command of the issuer.
    func run(_ words: String...) throws -> CommandProcess.Ending { try Self.run(words, in: folder).ended() }

    /// Makes an offer for the claims in a file.
    func offer(
        _ options: String..., type: String = "identity",
        claims: String = repositoryPath("examples/claims/identity.json")
    ) throws -> Offer {
        let made = try Self.run(["offer", type, "--claims", claims, "--json"] + options, in: folder).ended()
        let json = try JSONValue(parsing: made.output)
        return Offer(
            issuance: json["id"]?.string ?? "", link: json["link"]?.string ?? "",
            transactionCode: json["tx_code"]?.string ?? "")
    }

    /// The pre-authorized code of an offer, fetched as a wallet would.
    func code(of offer: Offer) throws -> String {
        let reference = try #require(offer.link.lastOfItsAddress)
        let object = try JSONValue(parsing: try service.answer("GET", "/offers/\(reference)").body)
        let grant = object["grants"]?["urn:ietf:params:oauth:grant-type:pre-authorized_code"]
        return try #require(grant?["pre-authorized_code"]?.string, "\(object.text)")
    }

    /// The access token for a code, fetched as a wallet would.
    func accessToken(for code: String) throws -> String {
        let grant = "grant_type=urn:ietf:params:oauth:grant-type:pre-authorized_code&pre-authorized_code=\(code)"
        let answer = try service.answer("POST", "/token", form: Array(grant.utf8))
        return try #require(try JSONValue(parsing: answer.body)["access_token"]?.string, "\(answer.text)")
    }

    private static func run(_ words: [String], in folder: TemporaryFolder) throws -> CommandProcess {
        try CommandProcess(
            ["issuer"] + words, in: folder.path, environment: ["ISSUER_DIR": folder.file("issuer"), "LANG": "C.UTF-8"])
    }
}
