import HTTP
public import JSON

extension IssuerSettings {
    /// All members of `issuer.json`: what is not here is refused, and the published schema and the manual are made of it.
    public static let table = MemberTable(
        "how a Carnet issuer runs",
        [
            DescribedMember("$schema", .text("text"), "where the schema of this file is, for editors; not used"),
            DescribedMember(required: Member.schema.rawValue, .integer(1...1), "the version of the form"),
            DescribedMember(
                required: Member.issuer.rawValue, .text("a URL", format: "uri"),
                "the https URL of the issuer, which is its identifier"),
            DescribedMember(
                Member.server.rawValue, .text("a URL", format: "uri"),
                "the identifier of the authorization server; the issuer itself unless it is another"),
            DescribedMember(
                Member.testMode.rawValue, .boolean, standard: false, "whether hosts of this machine are allowed"),
            DescribedMember(
                Member.display.rawValue, .list("a list of objects", of: [.anyObject("an object")]), standard: [],
                "names and logos of the issuer, as its metadata has them"),
            DescribedMember(
                Member.claims.rawValue, .anyObject("an object"), standard: [:],
                "claims that every credential gets unless they are given"),
            DescribedMember(
                Member.clients.rawValue,
                .list("a list of client identifiers, one at least", of: [.text("a client identifier")], atLeast: 1),
                "the client identifiers that may redeem; everybody may when it is not there"),
            DescribedMember(Member.limits.rawValue, .object(IssuerLimits.table), standard: [:], "times and numbers"),
            DescribedMember(
                Member.listen.rawValue,
                .text(
                    "an address with a port, such as 127.0.0.1:8081",
                    pattern: "^(\\[[0-9A-Fa-f:.]+\\]|[0-9.]+):[0-9]{1,5}$"),
                standard: .string(ListenAddress.standard.description),
                "where the service listens; port 0 is any free one"),
        ] + TLSFiles.members + [
            DescribedMember(
                Member.proxies.rawValue, .list("a list of addresses", of: [.text("an address")]), standard: [],
                "the proxies whose `X-Forwarded-For` says who asks")
        ])

    /// The JSON Schema of `issuer.json`, as `examples/issuer.schema.json` has it.
    public static var schema: JSONValue { table.schema(title: "issuer.json") }
}
