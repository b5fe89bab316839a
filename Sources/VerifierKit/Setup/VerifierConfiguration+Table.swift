import HTTP
public import JSON
import OpenID4VP
import Rules

extension VerifierConfiguration {
    /// All members of `verifier.json`: what is not here is refused, and the published schema and the manual are made of it.
    public static let table = MemberTable("how a Carnet verifier runs", requests + checks + service)

    /// The JSON Schema of `verifier.json`, as `examples/verifier.schema.json` has it.
    public static var schema: JSONValue { table.schema(title: "verifier.json") }

    private static let requests = [
        DescribedMember("$schema", .text("text"), "where the schema of this file is, for editors; not used"),
        DescribedMember(
            required: "public_url", .text("a URL", format: "uri"),
            "the https URL under which wallets reach the service"),
        DescribedMember(
            "listen",
            .text(
                "an address with a port, such as 127.0.0.1:8080", pattern: "^(\\[[0-9A-Fa-f:.]+\\]|[0-9.]+):[0-9]{1,5}$"
            ),
            standard: "127.0.0.1:8080", "where the service listens; port 0 is any free one"),
        DescribedMember(
            "client_id_prefix", .words(["x509_hash", "x509_san_dns"]), standard: "x509_hash",
            "how the service proves to wallets who it is"),
        DescribedMember(
            "wallet_scheme", .words(AuthorizationRequestLink.schemes), standard: "openid4vp",
            "the scheme of the links that wallets are called with"),
        DescribedMember(
            "request_uri_method", .words(["post", "get"]), standard: "post",
            "`post` lets the wallet send a nonce that comes back signed and a key to which the request is encrypted"),
        DescribedMember(
            "response_mode", .words(["direct_post.jwt", "direct_post"]), standard: "direct_post.jwt",
            "how wallets answer where a transaction does not say: encrypted, or in the clear"),
        DescribedMember(
            "transaction_seconds", .integer(secondsRange), standard: 300, "how long a transaction waits for the wallet"),
        DescribedMember(
            "result_seconds", .integer(secondsRange), standard: 600, "how long claims are kept for the backend"),
    ]

    private static let checks = [
        DescribedMember(
            "profile", .words(["openid4vp", "haip"]), standard: "openid4vp",
            "`haip` enforces the high assurance profile HAIP 1.0"),
        DescribedMember(
            "type_metadata", .words(["ignored", "reported", "required"]), standard: "ignored",
            "what becomes of the metadata of types"),
        DescribedMember(
            "credential_status", .words(["optional", "required"]), standard: "optional",
            "whether a credential that lives longer than 14 days must refer to a status"),
        DescribedMember(
            "other_types", .boolean, standard: false,
            "whether a credential also counts as of the types that its own extends"),
        DescribedMember(
            "network", .words(["secure", "loopback_allowed"]), standard: "secure",
            "`loopback_allowed` permits http to this machine, for trials; it is the default when `public_url` is of this "
                + "machine"),
    ]

    private static let service =
        TLSFiles.members + [
            DescribedMember(
                "trusted_proxies", .list("a list of addresses", of: [.text("an address")]), standard: [],
                "the proxies whose `X-Forwarded-For` says who asks"),
            DescribedMember(
                "origins", .list("a list of different origins, such as https://shop.example", of: [.text("an origin")]),
                standard: [], "the pages that may ask through the Digital Credentials API"),
            DescribedMember(
                "metrics", .words(["api_key", "loopback"]), standard: "api_key", "who may read `/metrics`"),
            DescribedMember(
                "webhook_url", .text("a URL", format: "uri"), "where changes of transactions are posted; https"),
            DescribedMember(
                "webhook_secret",
                .text("32 to 256 printable characters without spaces", pattern: "^[!-~]{32,256}$"),
                "what they are signed with, at random"),
        ]

    /// The configuration as JSON, without its secrets.
    public var shown: JSONValue {
        var object = json.object ?? [:]
        if object["webhook_secret"] != nil { object["webhook_secret"] = "(not shown)" }
        return .object(object)
    }
}
