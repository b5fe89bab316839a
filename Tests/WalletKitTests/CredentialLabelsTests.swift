import CredentialModel
import JSON
import OpenID4VCI
import Rules
import SDJWTVC
import Testing

@testable import WalletKit

@Suite struct CredentialLabelsTests {
    private static func names(_ names: KeyValuePairs<String, String>) -> [LocalizedDisplay] {
        names.map { LocalizedDisplay(name: $0.value, locale: $0.key) }
    }

    private static func configuration(
        names: [LocalizedDisplay] = names(["en": "Proof of address", "fr": "Justificatif de domicile"]),
        claims: [(ClaimPath, [LocalizedDisplay])]
    ) -> CredentialConfiguration {
        CredentialConfiguration(
            id: "address", vct: "urn:x", scope: nil, signingAlgorithms: [], keyBinding: nil, display: names,
            claims: claims.map { ClaimDescription(path: $0.0, isMandatory: true, display: $0.1) })
    }

    private static let labels = CredentialLabels(
        configuration(claims: [
            (["address"], names(["en": "Address", "fr": "Adresse"])),
            (["address", "town"], names(["en": "Town", "fr": "Ville"])),
            (["nationalities"], names(["en": "Nationalities"])),
            (["degrees", .all, "title"], names(["en": "Title"])), (["plain"], []),
        ]))

    @Test(
        arguments: [
            (["address", "town"], "fr-CH", "Adresse / Ville"), (["address", "town"], nil, "Address / Town"),
            (["address", "street"], "fr", "Adresse / street"), (["nationalities", 1], "fr", "Nationalities / 2"),
            (["degrees", 0, "title"], "en", "degrees / 1 / Title"), (["degrees", 0, "year"], "en", nil),
            (["plain"], "en", nil), (["other"], "en", nil), (["town"], "en", nil),
        ] as [(ClaimPath, String?, String?)])
    func `TMETA-03 a claim is called as the issuer calls it in the person's language`(
        path: ClaimPath, language: String?, name: String?
    ) {
        #expect(Self.labels.name(of: path, in: language) == name)
    }

    @Test func `TMETA-03 a credential is called as the issuer calls it, or not at all`() {
        #expect(Self.labels.name(in: "fr") == "Justificatif de domicile")
        #expect(Self.labels.name(in: nil) == "Proof of address")
        #expect(CredentialLabels.none.name(in: "fr") == nil)
    }

    @Test func `what the vault keeps gives the same names`() {
        #expect(CredentialLabels(json: Self.labels.json) == Self.labels)
        #expect(CredentialLabels(json: nil) == .none)
        #expect(CredentialLabels(json: ["display": 7, "claims": [["path": 7]]]) == .none)
        #expect(CredentialLabels.none.json == nil)
    }

    @Test func `META-14 names from outside are cleaned, and what is kept of them is bounded`() throws {
        let hostile = LocalizedDisplay(name: "A\u{202E}B\u{1B}[2J", locale: "en" + String(repeating: "x", count: 900))
        let many = [LocalizedDisplay](repeating: hostile, count: 100)
        let labels = CredentialLabels(Self.configuration(names: many, claims: [(["a"], many)]))
        #expect(labels.name(of: ["a"], in: "en") == "AB[2J")
        #expect(try #require(labels.json).serialized().count < 8192)
        let long = LocalizedDisplay(name: String(repeating: "\u{10FFFD}é", count: 200), locale: "en")
        let huge = CredentialLabels(
            Self.configuration(
                claims: (0..<256).map { ([.name("c\($0)")], [LocalizedDisplay](repeating: long, count: 32)) }))
        #expect(huge.name(of: ["c1"], in: "en") == nil)
        #expect(huge.name(in: "en") == "Proof of address")
    }

    /// A type with these names.
    private static func type(_ claims: [JSONValue], names: JSONValue = []) throws -> ResolvedTypeMetadata {
        let document: JSONValue = ["vct": "urn:x", "display": names, "claims": .array(claims)]
        let source = TypeMetadataFolder(documents: [("urn:x", document.serialized())])
        return try TypeMetadataResolver(source: source).resolved("urn:x", integrity: nil, at: UnixTime(seconds: 0))
    }

    @Test func `META-13 names of the type go before those of the issuer, claim by claim`() throws {
        let type = try Self.type([
            ["path": ["address"], "display": [["locale": "en", "label": "Home"]]], ["path": ["nationalities"]],
        ])
        let labels = Self.labels.giving(precedenceTo: type)
        #expect(labels.name(of: ["address", "town"], in: "fr") == "Home / Ville")
        #expect(labels.name(of: ["nationalities"], in: "en") == "Nationalities")
        #expect(labels.name(in: "en") == "Proof of address")
        let named = try Self.type([], names: [["locale": "en", "name": "Address card"]])
        #expect(Self.labels.giving(precedenceTo: named).name(in: "fr") == "Address card")
        #expect(Self.labels.giving(precedenceTo: nil) == Self.labels)
        #expect(CredentialLabels(json: labels.json) == labels)
    }

    @Test func `META-13 names that cannot be kept together give way to those of the type, or of the issuer`() throws {
        func label(_ path: JSONValue) -> JSONValue { ["path": path, "display": [["locale": "en", "label": "Type"]]] }
        // The issuer's `address` is an object, that of the type an array.
        let other = Self.labels.giving(precedenceTo: try Self.type([label(["address", .null])]))
        #expect(other.name(of: ["address", 0], in: "en") == "address / Type / 1")
        #expect(CredentialLabels(json: other.json) == other)
        let many = try Self.type((0..<300).map { label([.string("c\($0)")]) })
        let kept = Self.labels.giving(precedenceTo: many)
        #expect(kept.name(of: ["address"], in: "en") == "Address")
        #expect(CredentialLabels(json: kept.json) == kept)
    }
}
