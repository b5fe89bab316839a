import Certificates
import CredentialModel
import Cryptography
import JOSE
import JSON
import Rules

@testable import TokenStatusList

/// A status signer with a fixed key, the list it publishes, and ways to publish it wrongly.
struct TokenCast {
    static let now = UnixTime(seconds: 1_795_478_400)
    static let uri = "https://issuer.example/lists/1"

    let key: SoftwareKey
    let stranger: SoftwareKey
    var list: StatusList

    init() throws {
        key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x51, count: 32))
        stranger = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x52, count: 32))
        list = try StatusList(count: 16, bits: 2)
        try list.set(.invalid, at: 1)
        try list.set(.suspended, at: 2)
        try list.set(CredentialStatus(rawValue: 3), at: 3)
    }

    var publication: StatusListPublication {
        StatusListPublication(uri: Self.uri, issuedAt: Self.now - 100, expires: Self.now + 1000, timeToLiveSeconds: 600)
    }

    /// A token as it should be, but for what the caller changes.
    func token(
        header change: (inout JSONObject) -> Void = { _ in },
        claims changeClaims: (inout JSONObject) -> Void = { _ in },
        by signer: SoftwareKey? = nil
    ) throws -> [UInt8] {
        var header: JSONObject = ["typ": "statuslist+jwt"]
        var claims: JSONObject = [
            "sub": .string(Self.uri), "iat": .integer(Self.now.seconds - 100), "exp": .integer(Self.now.seconds + 1000),
            "ttl": 600, "status_list": .object(try list.json()),
        ]
        change(&header)
        changeClaims(&claims)
        return Array(try CompactJWS.signed(header: header, payload: claims, by: signer ?? key).utf8)
    }

    /// Reads a token as a verifier that trusts the key does.
    func read(
        _ token: [UInt8], for uri: String = TokenCast.uri, at now: UnixTime = TokenCast.now
    ) throws(TokenStatusListError) -> StatusListToken {
        try UnverifiedStatusListToken(parsing: token).verified(by: key.publicKey, for: uri, at: now)
    }

    func reference(_ index: UInt64) -> StatusReference { StatusReference(uri: Self.uri, index: index) }
}
