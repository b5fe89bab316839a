import Bytes
import CBOR
import COSE
import Certificates
import Cryptography
import JSON
import TokenStatusList

/// Status lists in the CWT form.
extension CredentialVectors {
    func statusCWT() throws -> [VectorTest] {
        var list = try StatusList(count: 16, bits: 2)
        try list.set(.invalid, at: 0)
        let compressed = try list.compressed()
        func document(
            _ change: (inout [(CBORValue, CBORValue)]) -> Void = { _ in },
            type: CBORValue = "application/statuslist+cwt", by forge: TokenForge? = nil, firstByte: UInt8? = nil,
            mediaType: String = "application/statuslist+cwt"
        ) throws -> JSONObject {
            var claims: [(CBORValue, CBORValue)] = [
                (2, .text(PostCast.listAddress)), (6, .integer(VectorCast.now - 60)),
                (4, .integer(VectorCast.now + 3600)), (65533, ["bits": 2, "lst": .bytes(compressed)]),
            ]
            change(&claims)
            var token = try COSESign1.signed(
                CBORValue.map(CBORMap(claims)).encoded(), protected: [16: type, 33: .bytes(post.leaf.der)],
                by: (forge ?? cast.issuer).key)
            if let firstByte { token[0] = firstByte }
            let document: JSONValue = ["type": .string(mediaType), "hex": .string(Hex.encode(token))]
            return ["documents": .object(JSONObject([(PostCast.listAddress, document)]))]
        }
        func credential(_ index: Int64) throws -> String {
            try post.credential(
                post.claims.adding(
                    "status", ["status_list": ["uri": .string(PostCast.listAddress), "idx": .integer(index)]]))
        }
        let good = post.claims.adding(
            "status", ["status_list": ["uri": .string(PostCast.listAddress), "idx": 3]])
        func refused(
            _ id: String, _ comment: String, _ rules: [String], _ document: JSONObject, _ error: String
        ) throws -> VectorTest {
            self.refused("status-cwt-\(id)", comment, rules, [], try credential(3), error, document)
        }
        return [
            valid(
                "status-cwt", "the list says valid", ["TSL-11", "TSL-14"], [], try credential(3),
                good.adding("given_name", "Ada"), try document()),
            self.refused(
                "status-cwt-1", "the list says invalid", ["TSL-11", "VC-24"], ["NEG-130"], try credential(0),
                "status_invalid", try document()),
            try refused(
                "type", "typ of the other form", ["TSL-11"], try document(type: "statuslist+jwt"), "cose_header"),
            try refused("key", "signed with another key", ["JOSE-14"], try document(by: cast.holder), "cose_signature"),
            try refused("mac", "a COSE_Mac0", ["TSL-11"], try document(firstByte: 0xD1), "not_sign1"),
            try refused(
                "subject", "about another list", ["TSL-42"],
                try document { $0[0].1 = "https://issuer.example/status/2" }, "other_subject"),
            try refused(
                "expired", "an expired list", ["JOSE-16"], try document { $0[2].1 = .integer(VectorCast.now - 61) },
                "expired"),
            try refused(
                "media-type", "sent as a JWT", ["TSL-14"], try document(mediaType: "application/statuslist+jwt"),
                "other_status_form"),
        ]
    }
}
