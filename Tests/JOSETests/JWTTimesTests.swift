import JOSE
import JSON
import Rules
import TestSupport
import Testing

@Suite struct JWTTimesTests {
    static let now = UnixTime(seconds: 1_735_689_600)

    @Test func `JOSE-16 exp fails from exp + skew on`() throws {
        let times = try JWTTimes(["exp": .integer(Self.now.seconds)])
        try times.check(at: Self.now + 59)
        #expect(throws: JOSEError.expired(at: Self.now, now: Self.now + 60)) { try times.check(at: Self.now + 60) }
        try times.check(at: Self.now - 1, skewSeconds: 0)
        #expect(throws: JOSEError.expired(at: Self.now, now: Self.now)) {
            try times.check(at: Self.now, skewSeconds: 0)
        }
    }

    @Test func `JOSE-16 nbf fails before nbf - skew`() throws {
        let times = try JWTTimes(["nbf": .integer(Self.now.seconds)])
        try times.check(at: Self.now - 60)
        #expect(throws: JOSEError.notYetValid(until: Self.now, now: Self.now - 61)) {
            try times.check(at: Self.now - 61)
        }
    }

    @Test func `JOSE-16 iat fails beyond now + skew`() throws {
        let times = try JWTTimes(["iat": .integer(Self.now.seconds)])
        try times.check(at: Self.now - 60)
        #expect(throws: JOSEError.issuedInFuture(at: Self.now, now: Self.now - 61)) {
            try times.check(at: Self.now - 61)
        }
    }

    @Test func `JOSE-16 a fraction counts`() throws {
        let times = try JWTTimes(try #require(JSONValue(parsing: #"{"exp":1000.5,"nbf":1000.5}"#).object))
        // Valid is what is below 1000.5 and not below 1000.5: with whole seconds, only the skew opens a window.
        try times.check(at: UnixTime(seconds: 1000), skewSeconds: 1)
        #expect(throws: JOSEError.notYetValid(until: UnixTime(seconds: 1001), now: UnixTime(seconds: 1000))) {
            try times.check(at: UnixTime(seconds: 1000), skewSeconds: 0)
        }
        #expect(throws: JOSEError.expired(at: UnixTime(seconds: 1001), now: UnixTime(seconds: 1001))) {
            try times.check(at: UnixTime(seconds: 1001), skewSeconds: 0)
        }
    }

    @Test(arguments: ["0", "1", "1e3", "1.5", "-0", "253402300799", "253402300798.5", "0.0"])
    func `JOSE-16 numbers from 0 to the year 9999 are dates`(text: String) throws {
        #expect(NumericDate(try JSONValue(parsing: text)) != nil)
    }

    @Test(arguments: [
        #""1883000000""#, "true", "null", "[1]", "{}", "-1", "-0.5", "253402300800", "253402300799.5", "1e300",
        "99999999999999999999",
    ])
    func `JOSE-16 everything else is refused`(text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(NumericDate(value) == nil)
        for claim in ["iat", "nbf", "exp"] {
            #expect(throws: JOSEError.numericDate(claim: claim)) { try JWTTimes([claim: value]) }
        }
    }

    @Test func `JOSE-16 a skew of any size does not overflow`() throws {
        let times = try JWTTimes(["exp": 0, "nbf": 253_402_300_799, "iat": 253_402_300_799])
        try times.check(at: UnixTime(seconds: 5), skewSeconds: .max)
        #expect(throws: JOSEError.self) { try times.check(at: UnixTime(seconds: 5), skewSeconds: .min) }
    }

    @Test func `JOSE-16 without times there is nothing to check`() throws {
        try JWTTimes([:]).check(at: UnixTime(seconds: .max))
    }
}
