import Bytes
import Cryptography
import JSON

extension JWSVectors {
    /// Signatures that are not the one raw pair of integers.
    func signatures() throws(CryptographyError) -> [VectorTest] {
        let good = try token(cast.issuer.header())
        let order = P256Numbers.order
        let zero = [UInt8](repeating: 0, count: 32)
        var tests = [
            refused(
                "signature-changed", "one bit of the signature changed", ["JOSE-14"], [],
                good.withSignature { $0[40] ^= 1 }, "signature_invalid"),
            refused(
                "signature-der", "the signature in DER", ["JOSE-07"], ["NEG-006"],
                good.withSignature { $0 = $0.asDER() }, "signature_length"),
            refused(
                "signature-63", "63 octets", ["JOSE-07"], ["NEG-007"], good.withSignature { $0.removeLast() },
                "signature_length"),
            refused(
                "signature-65", "65 octets", ["JOSE-07"], ["NEG-007"], good.withSignature { $0.insert(0, at: 0) },
                "signature_length"),
            refused(
                "payload-changed", "one character of the payload changed", ["JOSE-14"], [],
                good.replacing(".eyJzdWIiOiJj", with: ".eyJzdWIiOiJk"), "signature_invalid"),
            refused(
                "payload-respelled", "the payload's JSON with a space more", ["JOSE-14"], ["NEG-039"],
                good.withPayload(#"{"sub": "carnet"}"#), "signature_invalid"),
            refused(
                "embedded-key", "signed by a key that the header carries", ["JOSE-12", "JOSE-14"], ["NEG-011"],
                try cast.stranger.token(
                    .object(cast.stranger.header(["jwk": cast.jwk(cast.stranger)])),
                    ["sub": "carnet"]), "signature_invalid"),
            refused(
                "key-address", "signed by a key at an address in the header", ["JOSE-12", "JOSE-14"], ["NEG-012"],
                try cast.stranger.token(
                    .object(
                        cast.stranger.header([
                            "jku": "https://attacker.example/keys", "x5u": "https://attacker.example/cert",
                        ])), ["sub": "carnet"]), "signature_invalid"),
        ]
        let pairs: [(String, String, r: [UInt8]?, s: [UInt8]?)] = [
            ("r-zero", "r is 0", zero, nil), ("s-zero", "s is 0", nil, zero), ("r-order", "r is n", order, nil),
            ("s-order", "s is n", nil, order), ("all-zero", "r and s are 0", zero, zero),
        ]
        for (id, comment, r, s) in pairs {
            let changed = good.withSignature {
                $0 = (r ?? Array($0.prefix(32))) + (s ?? Array($0.suffix(32)))
            }
            tests.append(
                refused("signature-\(id)", comment, ["JOSE-07", "JOSE-14"], ["NEG-008"], changed, "signature_invalid"))
        }
        return tests
    }

    /// Faults of the compact form and of base64url.
    func form() throws(CryptographyError) -> [VectorTest] {
        let good = try token(cast.issuer.header())
        let parts = good.split(separator: ".").map(String.init)
        guard parts.count == 3 else { return [] }
        let (header, payload, signature) = (parts[0], parts[1], parts[2])
        var tests = [
            refused("two-parts", "two parts", ["JOSE-13"], ["NEG-026"], "\(header).\(payload)", "part_count"),
            refused("four-parts", "four parts", ["JOSE-13"], ["NEG-026"], good + ".e30", "part_count"),
            refused(
                "five-parts", "five parts, as a JWE has", ["JOSE-13"], ["NEG-026"], good + ".e30.e30", "part_count"),
            refused("nothing", "the empty string", ["JOSE-13"], [], "", "part_count"),
            refused(
                "empty-header", "no header", ["JOSE-13"], ["NEG-026"], ".\(payload).\(signature)", "empty_part"),
            refused(
                "empty-payload", "no payload", ["JOSE-13"], ["NEG-026"], "\(header)..\(signature)", "empty_part"),
            refused(
                "empty-signature", "no signature", ["JOSE-13", "JOSE-07"], ["NEG-026", "NEG-007"],
                "\(header).\(payload).", "empty_part"),
            refused(
                "json-serialization", "the JSON form", ["JOSE-13"], ["NEG-038"],
                #"{"payload":"\#(payload)","protected":"\#(header)","signature":"\#(signature)"}"#, "part_count"),
            refused(
                "unused-bits", "the last character of the signature has bits that belong to no byte", ["JOSE-02"],
                ["NEG-024"], good.withLastCharacterRaised(), "unused_bits_not_zero"),
            refused(
                "standard-alphabet", "a + in the payload", ["JOSE-01", "JOSE-02"], ["NEG-022"],
                "\(header).\(payload.dropLast())+.\(signature)", "character_outside_alphabet"),
            refused(
                "space", "a space in the payload", ["JOSE-01"], ["NEG-023"],
                "\(header).\(payload.prefix(8)) \(payload.dropFirst(9)).\(signature)", "character_outside_alphabet"),
            refused(
                "newline", "a line break in the signature", ["JOSE-01"], ["NEG-023"],
                "\(header).\(payload).\(signature.prefix(8))\n\(signature.dropFirst(9))", "character_outside_alphabet"),
            refused(
                "impossible-length", "a part of 4n + 1 characters", ["JOSE-02"], ["NEG-025"],
                "\(header).\(payload)AAA.\(signature)".replacing("AAA.", with: payload.count % 4 == 2 ? "AAA." : "AA."),
                "impossible_length"),
        ]
        for (name, padded) in [
            ("header", "\(header)==.\(payload).\(signature)"), ("payload", "\(header).\(payload)==.\(signature)"),
            ("signature", good + "=="),
        ] {
            tests.append(
                refused(
                    "padding-\(name)", "padding in the \(name)", ["JOSE-01", "JOSE-02"], ["NEG-021"], padded,
                    "character_outside_alphabet"))
        }
        return tests
    }
}
