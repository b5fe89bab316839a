import Bytes
import CBOR
import COSE
import JOSE
import JSON
import Rules

/// The CWT form of a status list token: a COSE_Sign1 around a CBOR map.
///
/// Its claims are put into the words of the JWT form, so that both are checked by the same code.
/// Source: Token Status List §5.2 (TSL-11).
enum StatusListCWT {
    /// The value of the header parameter `typ`.
    static let type = "application/statuslist+cwt"
    /// The first byte of a tagged COSE_Sign1; no JWT begins so.
    static let firstByte: UInt8 = 0xD2
    /// The same for a COSE_Mac0, which is refused by its name.
    static let firstByteOfMAC: UInt8 = 0xD1

    private enum Claim {
        static let subject: CBORValue = 2
        static let expires: CBORValue = 4
        static let issuedAt: CBORValue = 6
        static let statusList: CBORValue = 65533
        static let timeToLive: CBORValue = 65534
    }

    static func isOne(_ bytes: [UInt8]) -> Bool { bytes.first == firstByte || bytes.first == firstByteOfMAC }

    /// Reads the message and checks its type.
    static func message(_ bytes: [UInt8], _ limits: StatusListLimits) throws(TokenStatusListError) -> COSESign1 {
        guard bytes.count <= limits.jose.tokenBytes else {
            throw .jose(.tokenTooLong(bytes: bytes.count, limit: limits.jose.tokenBytes))
        }
        do throws(COSEError) {
            let message = try COSESign1(parsing: bytes, limits: CBORLimits(totalBytes: limits.jose.tokenBytes))
            guard let type = message.type?.text, haveSameBytes(type, Self.type) else {
                throw COSEError.header(label: COSESign1.Label.type, problem: "is not \(Self.type)")
            }
            return message
        } catch { throw .cose(error) }
    }

    /// What the message says of its signer, in the words of JOSE.
    static func signer(of message: COSESign1) throws(TokenStatusListError) -> StatusListSigner {
        do {
            var header: JSONObject = ["alg": "ES256"]
            // A kid is bytes here and text in key sets; one that is no text names no key of a set.
            header["kid"] = try message.keyID().flatMap { String(validating: $0, as: UTF8.self) }.map(JSONValue.string)
            return StatusListSigner(header: try JOSEHeader(header), certificates: try message.certificates())
        } catch let error as COSEError { throw .cose(error) } catch let error as JOSEError { throw .jose(error) } catch
        {
            throw .otherForm
        }
    }

    /// The claims as the JWT form has them; `status_list` stands for the list, which is read last.
    static func claims(_ payload: [UInt8]) throws(TokenStatusListError) -> JSONObject {
        let map = try map(payload)
        var claims = JSONObject()
        claims["sub"] = map[Claim.subject]?.text.map(JSONValue.string)
        if map[Claim.statusList]?.map != nil { claims[StatusListMember.statusList] = [:] }
        let numbers = [
            (StatusListMember.issuedAt, Claim.issuedAt), (StatusListMember.expires, Claim.expires),
            (StatusListMember.timeToLive, Claim.timeToLive),
        ]
        for (name, claim) in numbers {
            guard let value = map[claim] else { continue }
            guard let number = value.integer else {
                throw .member(.wrongType(member: name, expected: .number, found: .string), rule: "TSL-11")
            }
            claims[name] = .integer(number)
        }
        return claims
    }

    /// The list itself (TSL-03).
    static func list(
        _ payload: [UInt8], _ limits: StatusListLimits
    ) throws(TokenStatusListError) -> (StatusList, aggregationURI: String?) {
        let list = try map(payload)[Claim.statusList]
        guard let bits = list?["bits"]?.unsigned else {
            throw .member(.missing(member: StatusListMember.bits), rule: "TSL-03")
        }
        guard let compressed = list?["lst"]?.bytes else {
            throw .member(.missing(member: StatusListMember.list), rule: "TSL-03")
        }
        let aggregation = list?["aggregation_uri"]
        guard aggregation == nil || aggregation?.text != nil else {
            throw .member(
                .wrongType(member: StatusListMember.aggregationURI, expected: .string, found: .object), rule: "TSL-03")
        }
        // Before the work of inflating.
        _ = try StatusList(packed: [], bits: Int(clamping: bits))
        return (
            try StatusList(compressed: compressed, bits: Int(clamping: bits), limits: limits), aggregation?.text
        )
    }

    private static func map(_ payload: [UInt8]) throws(TokenStatusListError) -> CBORValue {
        do throws(CBORError) { return try CBORValue(parsing: payload) } catch { throw .cose(.cbor(error)) }
    }
}
