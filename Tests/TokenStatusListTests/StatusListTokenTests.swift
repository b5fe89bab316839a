import Bytes
import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import Testing

@testable import TokenStatusList

@Suite struct StatusListTokenTests {
    private let cast = try? TokenCast()
    private let now = TokenCast.now

    private func code(
        header: (inout JSONObject) -> Void = { _ in }, claims: (inout JSONObject) -> Void = { _ in },
        at time: UnixTime = TokenCast.now
    ) throws -> String? {
        let cast = try #require(cast)
        let token = try cast.token(header: header, claims: claims)
        do throws(TokenStatusListError) {
            _ = try cast.read(token, at: time)
            return nil
        } catch { return error.refusal.code }
    }

    @Test func `TSL-10 a token as it should be is read`() throws {
        let cast = try #require(cast)
        let token = try cast.read(try cast.token())
        #expect(token.uri == TokenCast.uri)
        #expect(token.issuedAt == now - 100)
        #expect(token.expires == now + 1000)
        #expect(token.timeToLiveSeconds == 600)
        #expect(token.list == cast.list)
        #expect(token.aggregationURI == nil)
        #expect(token.signer.certificates.isEmpty)
    }

    @Test func `TSL-10 the standard's own token is read with its key`() throws {
        let text =
            "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEyIiwidHlwIjoic3RhdHVzbGlzdCtqd3QifQ.eyJleHAiOjIyOTE3MjAxNzAsImlhdCI6MTY4NjkyMDE3MCwiaXNzIjoiaHR0cHM6Ly9leGFtcGxlLmNvbSIsInN0YXR1c19saXN0Ijp7ImJpdHMiOjEsImxzdCI6ImVOcmJ1UmdBQWhjQlhRIn0sInN1YiI6Imh0dHBzOi8vZXhhbXBsZS5jb20vc3RhdHVzbGlzdHMvMSIsInR0bCI6NDMyMDB9.2lKUUNG503R9htu4aHAYi7vjmr3sgApbfoDvPrl65N3URUO1EYqqQl45Jfzd-Av4QzlKa3oVALpLwOEUOq-U_g"
        let key = try PublicKey(
            p256X: Base64URL.decode("I3HWm_0Ds1dPMI-IWmf4mBmH-YaeAVbPVu7vB27CxXo"),
            y: Base64URL.decode("6N_d5Elj9bs1htgV3okJKIdbHEpkgTmAluYKJemzn1M"))
        let unverified = try UnverifiedStatusListToken(parsing: Array(text.utf8))
        #expect(unverified.signer.header.keyID == "12")
        let token = try unverified.verified(by: key, for: "https://example.com/statuslists/1", at: now)
        #expect(token.list.packed == [0xB9, 0xA3])
        #expect(token.timeToLiveSeconds == 43_200)
    }

    @Test func `TSL-10 another type, or none, is refused`() throws {
        for type in ["JWT", "statuslist+cwt", "application/statuslist+jwt", "Statuslist+jwt", "kb+jwt", "dc+sd-jwt"] {
            #expect(try code(header: { $0["typ"] = .string(type) }) == "type_mismatch")
        }
        #expect(try code(header: { $0["typ"] = nil }) == "type_mismatch")
    }

    @Test func `TSL-12 unsigned tokens, MACs and other keys are refused`() throws {
        let cast = try #require(cast)
        func forged(_ algorithm: String) throws -> [UInt8] {
            let parts = String(decoding: try cast.token(), as: UTF8.self).split(separator: ".")
            let header = Base64URL.encode(Array(#"{"alg":"\#(algorithm)","typ":"statuslist+jwt"}"#.utf8))
            return Array("\(header).\(parts[1]).\(parts[2])".utf8)
        }
        #expect(throws: TokenStatusListError.jose(.algorithmNone)) { try cast.read(try forged("none")) }
        for algorithm in ["HS256", "ES384", "RS256", "A256GCM"] {
            let expected = JOSEError.algorithmNotAllowed(
                SignatureAlgorithm(rawValue: algorithm), allowed: SignatureAlgorithm.supported)
            #expect(throws: TokenStatusListError.jose(expected)) { try cast.read(try forged(algorithm)) }
        }
        #expect(throws: TokenStatusListError.jose(.signatureInvalid)) {
            try cast.read(try cast.token(by: cast.stranger))
        }
    }

    @Test func `SEC-22 TSL-41 a changed token is refused before its list is inflated`() throws {
        let cast = try #require(cast)
        var claims: JSONObject = ["bits": 3]
        claims["lst"] = "not a list"
        var token = try cast.token(claims: { $0["status_list"] = .object(claims) })
        token[token.count - 5] = token[token.count - 5] == 0x41 ? 0x42 : 0x41
        #expect(throws: TokenStatusListError.jose(.signatureInvalid)) { try cast.read(token) }
    }

    @Test func `TSL-10 missing claims and claims of another type are refused`() throws {
        for claim in ["sub", "iat", "status_list"] { #expect(try code(claims: { $0[claim] = nil }) == "status_member") }
        for claim in ["sub", "status_list"] { #expect(try code(claims: { $0[claim] = 7 }) == "status_member") }
        #expect(try code(claims: { $0["iat"] = "1795478300" }) == "numeric_date")
        #expect(try code(claims: { $0["exp"] = "1795478300" }) == "numeric_date")
    }

    @Test(arguments: [
        "https://issuer.example/lists/1/", "https://issuer.example/lists/2", "https://Issuer.example/lists/1",
        "https://issuer.example/lists/1?", "https://issuer.example:443/lists/1", "http://issuer.example/lists/1", "",
    ])
    func `TSL-42 sub that is not the address, byte by byte, is refused`(subject: String) throws {
        #expect(try code(claims: { $0["sub"] = .string(subject) }) == "other_subject")
    }

    @Test func `TSL-42 exp is honoured with the skew, and may be absent`() throws {
        #expect(try code(at: now + 1059) == nil)
        #expect(try code(at: now + 1060) == "expired")
        #expect(try code(claims: { $0["exp"] = nil }) == nil)
        #expect(
            try code(claims: {
                $0["exp"] = nil; $0["ttl"] = nil
            }) == nil)
    }

    @Test func `TSL-42 iat in the future is refused beyond the skew`() throws {
        #expect(try code(claims: { $0["iat"] = .integer(TokenCast.now.seconds + 60) }) == nil)
        #expect(try code(claims: { $0["iat"] = .integer(TokenCast.now.seconds + 61) }) == "issued_in_future")
        #expect(try code(claims: { $0["nbf"] = .integer(TokenCast.now.seconds + 61) }) == "not_yet_valid")
    }

    @Test(arguments: ["0", "-5", "\"60\"", "1.5", "null", "[60]", "true", "0.9"])
    func `TSL-10 a ttl that is no positive whole number is refused`(ttl: String) throws {
        let value = try JSONValue(parsing: ttl)
        #expect(try code(claims: { $0["ttl"] = value }) == "unusable_ttl")
    }

    @Test(arguments: [("1", 1), ("31536000", 31_536_000), ("31536001", 31_536_000), ("1e12", 31_536_000), ("6e1", 60)])
    func `TSL-10 a ttl from 1 is read, more than a year counts as a year`(ttl: String, seconds: Int64) throws {
        let cast = try #require(cast)
        let value = try JSONValue(parsing: ttl)
        #expect(try cast.read(try cast.token(claims: { $0["ttl"] = value })).timeToLiveSeconds == seconds)
    }

    @Test func `TSL-03 aggregation_uri is read, one that is no text refused`() throws {
        let cast = try #require(cast)
        func token(_ value: JSONValue) throws -> [UInt8] {
            var list = try cast.list.json()
            list["aggregation_uri"] = value
            return try cast.token(claims: { $0["status_list"] = .object(list) })
        }
        #expect(try cast.read(try token("https://issuer.example/all")).aggregationURI == "https://issuer.example/all")
        #expect(throws: TokenStatusListError.self) { try cast.read(try token(7)) }
    }

    @Test func `TSL-45 a token over the limit is refused before it is decoded`() throws {
        let cast = try #require(cast)
        let token = try cast.token()
        var limits = StatusListLimits.default
        limits.tokenBytes = token.count
        #expect(throws: Never.self) { try UnverifiedStatusListToken(parsing: token, limits: limits) }
        limits.tokenBytes -= 1
        #expect(throws: TokenStatusListError.jose(.tokenTooLong(bytes: token.count, limit: token.count - 1))) {
            try UnverifiedStatusListToken(parsing: token, limits: limits)
        }
    }

    @Test func `TSL-61 a list that does not cover the moment asked for is refused`() throws {
        let cast = try #require(cast)
        let token = try cast.read(try cast.token())
        for time in [now - 100, now + 1000] { #expect(throws: Never.self) { try token.times.requireCovering(time) } }
        for time in [now - 101, now + 1001] {
            #expect(throws: TokenStatusListError.outsideRequestedTime(time)) { try token.times.requireCovering(time) }
        }
        let endless = try cast.read(try cast.token(claims: { $0["exp"] = nil }))
        #expect(throws: Never.self) { try endless.times.requireCovering(now - 100) }
        #expect(throws: TokenStatusListError.outsideRequestedTime(now)) { try endless.times.requireCovering(now) }
    }

    @Test func `no prefix of a token crashes or is read`() throws {
        let cast = try #require(cast)
        let token = try cast.token()
        for end in 0..<token.count {
            #expect(throws: TokenStatusListError.self) { try cast.read(Array(token[..<end])) }
        }
    }

    @Test func `2^20 entries of 8 bits are read from their token`() throws {
        var cast = try #require(cast)
        cast.list = try StatusList(count: 1 << 20, bits: 8)
        for index in stride(from: 0, to: 1 << 20, by: 7) { try cast.list.set(.invalid, at: UInt64(index)) }
        let token = try cast.read(try cast.token())
        #expect(token.list.count == 1 << 20)
        #expect(try token.list.status(at: 7 * 149_796) == .invalid)
    }
}
