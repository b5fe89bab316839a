import Bytes
import Certificates
import Cryptography
import JOSE
import JSON

/// What the high assurance profile asks of credentials beyond the standard.
extension CredentialVectors {
    func haip() throws -> [VectorTest] {
        let haip: JSONObject = ["profile": "haip"]
        let listed = post.claims.adding(
            "status", ["status_list": ["idx": 3, "uri": .string(PostCast.listAddress)]])
        let thumbprint = post.claims.adding("cnf", ["jkt": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"])
        let bound = try post.credential()
        let pinned = try PostCast.template("Post Pinned", cast.issuer.key.publicKey, 51, name: "issuer.example")
            .selfSigned(with: cast.issuer.key)
        let pinning: JSONValue = [
            .object((post.trust[0]?.object ?? [:]).adding("anchors", [.string(Base64.encode(pinned.der))]))
        ]
        let list = try post.statusList()
        let bare = try post.statusList(header: ["typ": "statuslist+jwt"])
        return [
            valid(
                "haip-good", "a credential as the profile asks", ["HAIP-08", "HAIP-09", "HAIP-10"], [], bound, nil, haip
            ),
            valid(
                "haip-status", "its list brings certificates", ["HAIP-08"], [], try post.credential(listed),
                listed.adding("given_name", "Ada"), haip.adding("documents", list)),
            refused(
                "haip-list-key", "its list brings no certificates", ["HAIP-08"], [], try post.credential(listed),
                "not_haip", haip.adding("documents", bare)),
            refused(
                "haip-key-set", "an issuer without certificates", ["HAIP-08"], [],
                try post.credential(header: ["typ": "dc+sd-jwt"]), "not_haip",
                haip.adding("trust", keySet([cast.jwk(cast.issuer)]))),
            refused(
                "haip-anchor", "the anchor comes along", ["HAIP-08", "X5C-01", "TRU-02"], ["NEG-113", "NT-07"],
                try post.credential(header: post.header.adding("x5c", JOSEHeader.x5c([post.leaf, post.root]))),
                "untrusted", haip),
            refused(
                "haip-self-signed", "a pinned certificate that signed itself", ["HAIP-08", "X5C-01", "TRU-02"],
                ["NEG-113", "NT-07"],
                try post.credential(header: post.header.adding("x5c", JOSEHeader.x5c([pinned]))), "untrusted",
                haip.adding("trust", pinning)),
            valid(
                "self-signed-pinned", "without the profile a pinned certificate may have signed itself",
                ["PKX-02", "JOSE-17"], [],
                try post.credential(header: post.header.adding("x5c", JOSEHeader.x5c([pinned]))), nil,
                ["trust": pinning]),
            refused(
                "haip-draft-type", "vc+sd-jwt is not read even where drafts are", ["HAIP-08", "HAIP-10", "VC-01"], [],
                try post.credential(header: post.header.adding("typ", "vc+sd-jwt")), "wrong_type",
                haip.adding("type_names", "drafts_too")),
            refused(
                "haip-cnf", "bound by a thumbprint", ["HAIP-08"], [], try post.credential(thumbprint), "not_haip",
                haip),
            refused(
                "haip-status-kind", "a status that is no list", ["HAIP-08"], [],
                try post.credential(post.claims.adding("status", ["other": [:]])), "not_haip", haip),
            refused(
                "haip-unbound", "a bound credential without its binding, which was not required", ["HAIP-11", "KB-05"],
                ["NEG-236"], bound, "key_binding_missing", haip.adding("key_binding", "if_present")),
            valid(
                "haip-bound", "a bound credential with its binding, which was not required", ["HAIP-11", "KB-09"], [],
                try post.presentation(), nil, haip.adding("key_binding", "if_present")),
            valid(
                "haip-binding-optional", "without the profile the same is accepted", ["KB-04"], [], bound, nil,
                ["key_binding": "if_present"]),
        ]
    }
}
