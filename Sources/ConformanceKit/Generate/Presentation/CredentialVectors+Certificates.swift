import Bytes
import Certificates
import Cryptography
import JOSE
import JSON

/// Chains that end nowhere, break on the way, or hold what is no certificate.
extension CredentialVectors {
    private static let faultsOfPaths = ["NEG-108", "NEG-109", "NEG-110", "NEG-111"]

    func certificates() throws -> [VectorTest] {
        let der = post.leaf.der
        let selfSigned = try PostCast.template("Post Credentials", cast.issuer.key.publicKey, 5, name: "issuer.example")
            .selfSigned(with: cast.issuer.key)
        let middleKey = cast.holder.key
        let middle = try PostCast.template("Post Middle", middleKey.publicKey, 6, authority: true)
            .issued(by: post.root, signedWith: post.rootKey)
        let plainMiddle = try PostCast.template("Post Middle", middleKey.publicKey, 7)
            .issued(by: post.root, signedWith: post.rootKey)
        let below = try PostCast.template("Post Credentials", cast.issuer.key.publicKey, 8)
            .issued(by: middle, signedWith: middleKey)
        let belowPlain = try PostCast.template("Post Credentials", cast.issuer.key.publicKey, 9)
            .issued(by: plainMiddle, signedWith: middleKey)
        let old = try PostCast.template("Post Credentials", cast.issuer.key.publicKey, 10, until: -61)
            .issued(by: post.root, signedWith: post.rootKey)
        let early = try PostCast.template("Post Credentials", cast.issuer.key.publicKey, 11, from: 3600)
            .issued(by: post.root, signedWith: post.rootKey)
        return try uses() + belowAuthorities(middle, middleKey) + [
            try chain("empty", "x5c is empty", ["JOSE-17"], "NEG-104", [], "certificate_count"),
            try chain(
                "text", "x5c is a text", ["JOSE-17"], "NEG-104", .string(Base64.encode(der)), "header_member_type"),
            try chain(
                "base64url", "a certificate in base64url", ["JOSE-17"], "NEG-104",
                [.string(Base64URL.encode(der))], "certificate_entry"),
            try chain(
                "garbage", "an entry that is no certificate", ["JOSE-17"], "NEG-104", ["AAAA"], "certificate_entry"),
            try chain(
                "order", "the leaf is not first", ["JOSE-17", "TRU-02"], "NEG-105", JOSEHeader.x5c([middle, below]),
                "untrusted"),
            try chain(
                "unrelated", "a certificate that belongs to another chain", ["JOSE-17", "TRU-02"], "NEG-105",
                JOSEHeader.x5c([post.leaf, post.strangerRoot]), "untrusted"),
            try chain(
                "self-signed", "a leaf that signed itself", ["JOSE-18", "TRU-02"], "NEG-106",
                JOSEHeader.x5c([selfSigned]), "untrusted"),
            try chain(
                "stranger", "a chain to a root that nobody trusts", ["JOSE-18", "TRU-02", "VC-31"], "NEG-107",
                JOSEHeader.x5c([post.strangerLeaf]), "untrusted"),
            try chain(
                "stranger-root", "the same, and the root comes along", ["JOSE-18", "TRU-02"], "NEG-107",
                JOSEHeader.x5c([post.strangerLeaf, post.strangerRoot]), "untrusted"),
            try chain(
                "no-authority", "an intermediate that is no authority", ["JOSE-18", "TRU-02"], "NEG-108",
                JOSEHeader.x5c([belowPlain, plainMiddle]), "untrusted"),
            try chain(
                "expired", "the leaf has expired", ["PKX-04", "TRU-02"], "NEG-109", JOSEHeader.x5c([old]), "untrusted"),
            try chain(
                "not-yet", "the leaf is not valid yet", ["PKX-04", "TRU-02"], "NEG-109", JOSEHeader.x5c([early]),
                "untrusted"),
            refused(
                "x5c-middle-key", "signed with the key of the intermediate", ["JOSE-14", "JOSE-17", "SDJWT-31"],
                ["NEG-112"],
                try post.credential(
                    header: post.header.adding("x5c", JOSEHeader.x5c([below, middle])), by: cast.holder),
                "signature_invalid"),
        ]
    }

    /// Leaves that may not sign, or that hold a rule which nobody here knows.
    private func uses() throws -> [VectorTest] {
        let key = cast.issuer.key.publicKey
        let authority = try PostCast.template("Post Credentials", key, 31, name: "issuer.example", authority: true)
            .issued(by: post.root, signedWith: post.rootKey)
        var unknown = PostCast.template("Post Credentials", key, 32, name: "issuer.example")
        unknown.furtherExtensions = [([1, 3, 6, 1, 4, 1, 99_999, 1], true, [0x05, 0x00])]
        let critical = try unknown.issued(by: post.root, signedWith: post.rootKey)
        return [
            try chain(
                "no-signature-use", "the key of the leaf signs certificates and nothing else", ["JOSE-18", "TRU-02"],
                "NEG-110", JOSEHeader.x5c([authority]), "untrusted"),
            try chain(
                "critical", "the leaf has a critical extension that nobody knows", ["JOSE-18", "TRU-02"], "NEG-110",
                JOSEHeader.x5c([critical]), "untrusted"),
            try chain(
                "thumbprint", "x5t#S256 is the hash of another certificate", ["X5C-05"], "NT-07",
                JOSEHeader.x5c([post.leaf]), "certificate_thumbprint",
                ["x5t#S256": .string(Base64URL.encode(post.root.fingerprint))]),
        ]
    }

    /// Leaves below an authority of the post: one too many, one over, one for other names.
    private func belowAuthorities(_ middle: Certificate, _ middleKey: SoftwareKey) throws -> [VectorTest] {
        let key = cast.issuer.key.publicKey
        let second = try PostCast.template("Post Second", cast.stranger.key.publicKey, 33, authority: true)
            .issued(by: middle, signedWith: middleKey)
        let third = try PostCast.template("Post Third", cast.edIssuer.key.publicKey, 34, authority: true)
            .issued(by: second, signedWith: cast.stranger.key)
        let deep = try PostCast.template("Post Credentials", key, 35, name: "issuer.example")
            .issued(by: third, signedWith: cast.edIssuer.key)
        let over = try PostCast.template("Post Middle", middleKey.publicKey, 36, authority: true, until: -61)
            .issued(by: post.root, signedWith: post.rootKey)
        let belowOver = try PostCast.template("Post Credentials", key, 37).issued(by: over, signedWith: middleKey)
        func limited(_ name: String, _ serial: UInt8) throws -> [Certificate] {
            var template = PostCast.template("Post Names", middleKey.publicKey, serial, authority: true)
            template.furtherExtensions = [([2, 5, 29, 30], true, Self.permitted(name))]
            let authority = try template.issued(by: post.root, signedWith: post.rootKey)
            return [
                try PostCast.template("Post Credentials", key, serial + 1, name: "issuer.example")
                    .issued(by: authority, signedWith: middleKey), authority,
            ]
        }
        let named = try post.credential(
            header: post.header.adding("x5c", JOSEHeader.x5c(try limited("issuer.example", 38))))
        return [
            valid(
                "x5c-names", "an authority for the names below issuer.example", ["PKX-07", "JOSE-18", "JOSE-17"], [],
                named),
            try chain(
                "names-other", "an authority for other names", ["PKX-07", "JOSE-18", "TRU-02"], "NEG-111",
                JOSEHeader.x5c(try limited("other.example", 40)), "untrusted"),
            try chain(
                "path-length", "more authorities than the root allows", ["JOSE-18", "TRU-02"], "NEG-108",
                JOSEHeader.x5c([deep, third, second, middle]), "untrusted"),
            try chain(
                "middle-expired", "the intermediate has expired", ["PKX-04", "JOSE-18", "TRU-02"], "NEG-109",
                JOSEHeader.x5c([belowOver, over]), "untrusted"),
        ]
    }

    /// Name constraints that permit one DNS name and those below it.
    private static func permitted(_ name: String) -> [UInt8] {
        func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, UInt8(content.count)] + content }
        return element(0x30, element(0xA0, element(0x30, element(0x82, Array(name.utf8)))))
    }

    private func chain(
        _ id: String, _ comment: String, _ rules: [String], _ flag: String, _ chain: JSONValue, _ error: String,
        _ more: JSONObject = [:]
    ) throws -> VectorTest {
        let flags = [flag] + (Self.faultsOfPaths.contains(flag) ? ["NT-06"] : [])
        return refused(
            "x5c-\(id)", comment, rules, flags,
            try post.credential(header: post.header.adding("x5c", chain).adding(more)), error)
    }
}
