import Bytes
import Cryptography
import JOSE
import JSON

/// Makes `vectors/jwe/decrypt.json`.
struct JWEVectors {
    let cast: VectorCast
    static let message = #"{"vp_token":{"pid":["a"]}}"#
    static let keyID = "enc-1"

    func groups() throws(CryptographyError) -> [VectorGroup] {
        [
            group("decryption", try decryption()), group("header", try header()), group("form", try form()),
            group("key agreement", try agreement()),
        ]
    }

    private func group(_ comment: String, _ tests: [VectorTest]) -> VectorGroup {
        VectorGroup(
            operation: "jwe.decrypt", comment: comment,
            input: ["key": receiverKey(), "encryptions": ["A128GCM", "A256GCM"]], tests: tests)
    }

    /// The receiver's private key with its `kid` and `alg`.
    func receiverKey(keyID: String? = Self.keyID, algorithm: String? = "ECDH-ES", use: String? = "enc") -> JSONValue {
        let key = JWK(publicKey: cast.holder.key.publicKey, keyID: keyID, algorithm: algorithm, use: use)
        return .object(key.json.adding("d", .string(Base64URL.encode(cast.holder.scalar))))
    }

    /// The usual header, which other members replace.
    func header(_ more: JSONObject = [:]) -> JSONObject {
        let usual: JSONObject = [
            "alg": "ECDH-ES", "enc": "A128GCM", "kid": .string(Self.keyID), "epk": cast.jwk(cast.stranger),
        ]
        return usual.adding(more)
    }

    /// Encrypts as the header says, whatever else the header says.
    func token(_ header: JSONObject, message: String = Self.message) throws(CryptographyError) -> String {
        let sealed = Base64URL.encode(JSONValue.object(header).serialized())
        func bytes(_ name: String) -> [UInt8] {
            (try? Base64URL.decode(header[name]?.string ?? "")) ?? []
        }
        let name = header["enc"]?.string ?? ""
        let key = try ConcatKDF.key(
            from: try cast.stranger.key.sharedSecret(with: cast.holder.key.publicKey), algorithm: name,
            partyU: bytes("apu"), partyV: bytes("apv"), count: name == "A256GCM" ? 32 : 16)
        let vector = [UInt8](repeating: 7, count: 12)
        let (ciphertext, tag) = try AESGCM.seal(
            Array(message.utf8), key: key, nonce: vector, authenticating: Array(sealed.utf8))
        return ([sealed, ""] + [vector, ciphertext, tag].map(Base64URL.encode)).joined(separator: ".")
    }

    func accepted(
        _ id: String, _ comment: String, _ rules: [String], _ token: String, _ more: JSONObject = [:]
    ) -> VectorTest {
        let input: JSONObject = ["jwe": .string(token)]
        return VectorTest(
            "jwe-\(id)", comment, rules: rules, input: input.adding(more),
            .valid(["message": .string(Base64URL.encode(Array(Self.message.utf8)))]))
    }

    func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ token: String, _ error: String,
        _ more: JSONObject = [:]
    ) -> VectorTest {
        let input: JSONObject = ["jwe": .string(token)]
        return VectorTest(
            "jwe-\(id)", comment, rules: rules, flags: flags, input: input.adding(more), .invalid(error))
    }

    private func decryption() throws(CryptographyError) -> [VectorTest] {
        let parties: JSONObject = ["apu": "QWxpY2U", "apv": "Qm9i"]
        let good = try token(header())
        let withoutKeyID = header().filter { $0.name != "kid" }
        return [
            accepted("good", "A128GCM", ["ENC-05", "ENC-06"], good),
            accepted("a256gcm", "A256GCM", ["ENC-05", "ENC-04"], try token(header(["enc": "A256GCM"]))),
            accepted("parties", "apu and apv", ["ENC-05", "ENC-07"], try token(header(parties))),
            accepted(
                "no-kid-asked", "neither the key nor the header has a kid", ["ENC-02"],
                try token(JSONObject(withoutKeyID.map { ($0.name, $0.value) })), ["key": receiverKey(keyID: nil)]),
            refused(
                "kid-unknown", "kid of another key", ["ENC-02"], ["NEG-218"], try token(header(["kid": "enc-2"])),
                "jwe_key_id"),
            refused(
                "kid-absent", "no kid though the key has one", ["ENC-02"], ["NEG-218"],
                try token(JSONObject(withoutKeyID.map { ($0.name, $0.value) })), "jwe_key_id"),
            refused(
                "other-key", "encrypted to the key of another session", ["ENC-11", "ENC-10"], ["NEG-218"], good,
                "jwe_undecryptable",
                [
                    "key": .object(
                        (cast.privateJWK(cast.issuer).object ?? [:]).adding([
                            "kid": .string(Self.keyID), "alg": "ECDH-ES",
                        ]))
                ]),
            refused(
                "key-without-alg", "the key does not name its alg", ["ENC-02", "JOSE-06"], [], good,
                "jwk_member_missing", ["key": receiverKey(algorithm: nil)]),
            refused(
                "key-for-signatures", "the key is for signatures", ["ENC-02", "JOSE-06"], [], good, "jwk_restricted",
                ["key": receiverKey(use: "sig")]),
            refused(
                "apu-added", "apu added to the header afterwards", ["ENC-06", "ENC-11"], ["NEG-223"],
                good.withJWEHeader(header(["apu": "QWxpY2U"])), "jwe_undecryptable"),
            refused(
                "ciphertext-changed", "one bit of the ciphertext changed", ["ENC-06", "ENC-11"], [],
                good.withJWEPart(3) { $0[0] ^= 1 }, "jwe_undecryptable"),
            refused(
                "tag-changed", "one bit of the tag changed", ["ENC-06", "ENC-11"], [],
                good.withJWEPart(4) { $0[15] ^= 1 }, "jwe_undecryptable"),
            refused(
                "tag-12", "a tag of 12 octets", ["ENC-06", "ENC-11"], ["NEG-222"],
                good.withJWEPart(4) { $0.removeLast(4) }, "jwe_undecryptable"),
            refused(
                "vector-16", "a vector of 16 octets", ["ENC-06", "ENC-11"], ["NEG-222"],
                good.withJWEPart(2) { $0 += [0, 0, 0, 0] }, "jwe_undecryptable"),
        ]
    }
}

extension String {
    /// The JWE with another header and everything else as it was.
    func withJWEHeader(_ header: JSONObject) -> String {
        var parts = split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        parts[0] = Base64URL.encode(JSONValue.object(header).serialized())
        return parts.joined(separator: ".")
    }

    /// The JWE with the decoded bytes of one part changed.
    func withJWEPart(_ index: Int, _ change: (inout [UInt8]) -> Void) -> String {
        var parts = split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        var bytes = (try? Base64URL.decode(parts[index])) ?? []
        change(&bytes)
        parts[index] = Base64URL.encode(bytes)
        return parts.joined(separator: ".")
    }
}
