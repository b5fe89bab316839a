import Bytes
import CBOR
import COSE
import CredentialModel
import Cryptography
import JOSE
import JSON
import Rules
import TestSupport
import Testing

@testable import TokenStatusList

/// The CWT form of a status list token.
@Suite struct StatusListCWTTests {
    private let cast: TokenCast

    init() throws { cast = try TokenCast() }

    private func claims(_ change: (inout [(CBORValue, CBORValue)]) -> Void = { _ in }) throws -> CBORValue {
        var claims: [(CBORValue, CBORValue)] = [
            (2, .text(TokenCast.uri)), (6, .integer(TokenCast.now.seconds - 100)),
            (4, .integer(TokenCast.now.seconds + 1000)), (65534, 600),
            (65533, ["bits": 2, "lst": .bytes(try cast.list.compressed())]),
        ]
        change(&claims)
        return .map(CBORMap(claims))
    }

    private func token(
        _ claims: CBORValue? = nil, protected: CBORMap = [16: "application/statuslist+cwt"], by key: SoftwareKey? = nil
    ) throws -> [UInt8] {
        try COSESign1.signed((try claims ?? self.claims()).encoded(), protected: protected, by: key ?? cast.key)
    }

    private func code(_ token: [UInt8]) -> String? {
        do throws(TokenStatusListError) {
            _ = try cast.read(token)
            return nil
        } catch { return error.refusal.code }
    }

    private func changed(_ label: CBORValue, _ value: CBORValue?) throws -> [UInt8] {
        try token(
            try claims {
                $0.removeAll { $0.0 == label }
                if let value { $0.append((label, value)) }
            })
    }

    @Test func `TSL-61 TSL-11 a list of the past in the CWT form is read, one of another moment is refused`() throws {
        let (body, key) = (try token(), cast.key.publicKey)
        let reader = HistoricalStatusReader { _, _ throws(StatusListUnavailable) in
            StatusListAnswer(contentType: "application/statuslist+cwt", body: body)
        }
        func status(at moment: UnixTime) throws(TokenStatusListError) -> StatusResult {
            try reader.status(of: cast.reference(1), at: moment) { _ in key }
        }
        #expect(try status(at: TokenCast.now) == .known(.invalid, ageSeconds: 100, staleSeconds: 0))
        #expect(throws: TokenStatusListError.outsideRequestedTime(TokenCast.now + 1001)) {
            try status(at: TokenCast.now + 1001)
        }
    }

    @Test func `TSL-11 TSL-03 a list in the CWT form says the same as in the JWT form`() throws {
        let read = try cast.read(try token())
        let same = try cast.read(try cast.token())
        #expect((0..<16).allSatisfy { (try? read.list.status(at: $0)) == (try? same.list.status(at: $0)) })
        #expect(read.issuedAt == same.issuedAt)
        #expect(read.expires == same.expires)
        #expect(read.timeToLiveSeconds == same.timeToLiveSeconds)
        #expect(read.uri == same.uri)
    }

    @Test func `TSL-11 the published example is read with its published key`() throws {
        // draft-ietf-oauth-status-list, examples/status_list_cwt.md and the key of its examples (IETF Trust, code licence).
        let example =
            "d2845820a2012610781a6170706c69636174696f6e2f7374617475736c6973742b637774a1044231325850a5"
            + "02782168747470733a2f2f6578616d706c652e636f6d2f7374617475736c697374732f31061a648c5bea041a"
            + "8898dfea19fffe19a8c019fffda2646269747301636c73744a78dadbb918000217015d584093fa4d01032b18"
            + "c35e2fe1101b77fd6cc9440022caa4694450c4e4e9feab4e99d1fa6d9772ce2bf3a12e0323ded7c982c5e101"
            + "a5e67f0cbc1e2b6f57ce99c279"
        let published: JSONObject = [
            "kty": "EC", "crv": "P-256", "x": "I3HWm_0Ds1dPMI-IWmf4mBmH-YaeAVbPVu7vB27CxXo",
            "y": "6N_d5Elj9bs1htgV3okJKIdbHEpkgTmAluYKJemzn1M",
        ]
        let key = try JWK(published)
        let token = try UnverifiedStatusListToken(parsing: try Hex.decode(example))
        #expect(token.signer.header.keyID == "12")
        let list = try token.verified(
            by: key.publicKey, for: "https://example.com/statuslists/1", at: UnixTime(seconds: 1_700_000_000))
        #expect(list.timeToLiveSeconds == 43_200)
        let values = try (0..<16 as Range<UInt64>).map { try list.list.status(at: $0).rawValue }
        #expect(values == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1])
    }

    @Test func `NEG-134 TSL-11 TSL-41 TSL-42 what is wrong with a token in the CWT form is refused`() throws {
        #expect(code(try token()) == nil)
        #expect(code(try token(by: cast.stranger)) == "cose_signature")
        #expect(code(try token(protected: [:])) == "cose_header")
        #expect(code(try token(protected: [16: "application/statuslist+jwt"])) == "cose_header")
        #expect(code(try token(protected: [16: 1])) == "cose_header")
        #expect(code(try changed(2, "https://issuer.example/lists/2")) == "other_subject")
        for label in [2, 6, 65533] as [CBORValue] { #expect(code(try changed(label, nil)) == "status_member") }
        #expect(code(try changed(4, .integer(TokenCast.now.seconds - 61))) == "expired")
        #expect(code(try changed(6, .integer(TokenCast.now.seconds + 61))) == "issued_in_future")
        #expect(code(try changed(6, "x")) != nil)
        #expect(code(try changed(65534, 0)) == "unusable_ttl")
        #expect(code(try changed(65533, ["bits": 3, "lst": .bytes(try cast.list.compressed())])) != nil)
        #expect(code(try changed(65533, ["bits": 2, "lst": .bytes([1, 2, 3])])) != nil)
        #expect(code(try changed(65533, ["bits": 2, "lst": "x"])) != nil)
        #expect(code(try changed(65533, ["lst": .bytes(try cast.list.compressed())])) != nil)
        #expect(code(try token([1])) != nil, "no map")
        var mac = try token()
        mac[0] = 0xD1
        #expect(code(mac) == "not_sign1", "TSL-12: a MAC proves nothing to third parties")
        for count in [0, 1, 10, 100] { #expect(code(Array(try token().prefix(count))) != nil) }
    }

    @Test func `TSL-11 optional claims may be absent`() throws {
        #expect(code(try changed(4, nil)) == nil)
        #expect(code(try changed(65534, nil)) == nil)
        let listed = try changed(
            65533,
            ["bits": 2, "lst": .bytes(try cast.list.compressed()), "aggregation_uri": "https://issuer.example/all"])
        #expect(try cast.read(listed).aggregationURI == "https://issuer.example/all")
    }

    @Test func `SEC-03 any changed byte of a token is refused, and none crashes the reader`() throws {
        let good = try token()
        for place in good.indices {
            for bit in [0x01, 0x80] as [UInt8] {
                var bytes = good
                bytes[place] ^= bit
                #expect(code(bytes) != nil, "byte \(place)")
            }
        }
    }
}
