import Bytes
import Certificates
import Cryptography
import JOSE
import JSON

/// Chains that end nowhere, break on the way, or hold what is no certificate.
extension CredentialVectors {
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
        return [
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

    private func chain(
        _ id: String, _ comment: String, _ rules: [String], _ flag: String, _ chain: JSONValue, _ error: String
    ) throws -> VectorTest {
        refused(
            "x5c-\(id)", comment, rules, [flag], try post.credential(header: post.header.adding("x5c", chain)), error)
    }
}
