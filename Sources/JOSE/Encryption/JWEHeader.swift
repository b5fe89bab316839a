import Bytes
public import JSON

/// The protected header of a JWE, read and checked as far as that is possible without a key.
///
/// Source: RFC 7516 §4, RFC 7518 §4.6.1 (ENC-02, ENC-03, ENC-07, ENC-08).
public struct JWEHeader: Sendable, Hashable {
    /// The names of the members that this type reads.
    enum Member {
        static let algorithm = "alg"
        static let encryption = "enc"
        static let keyID = "kid"
        static let contentType = "cty"
        static let ephemeralKey = "epk"
        static let partyU = "apu"
        static let partyV = "apv"
        /// Members that compress, derive from a password, or belong to other ways of managing keys.
        static let forbidden = ["zip", "p2s", "p2c", "iv", "tag"]
    }

    /// The only way of managing keys that we read and write: direct agreement.
    static let algorithm = "ECDH-ES"

    /// The whole header.
    public let json: JSONObject
    /// `enc`.
    public let encryption: ContentEncryption
    /// `kid`: a name to look up among the receiver's own keys.
    public let keyID: String?
    /// `epk`: the sender's key for this message, unchecked.
    let ephemeralKey: JSONObject
    /// The decoded `apu`, empty when absent.
    public let partyU: [UInt8]
    /// The decoded `apv`, empty when absent.
    public let partyV: [UInt8]

    /// Reads a header that came from outside.
    ///
    /// - Parameter content: what the token must hold; `cty` says that it is a token itself.
    /// - Throws: `header`, `notAnObject`, `headerMember`, `algorithm`, `encryption`, `extended`, `forbiddenMember`,
    ///   `nested`, `notNested`, `partyInformation`.
    public init(
        parsing bytes: [UInt8], content: JWEContent = .message, limits: JOSELimits = .default
    ) throws(JWEError) {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes, limits: limits.json) } catch { throw .header(error) }
        guard case .object(let json) = value else { throw .notAnObject(found: value.kind) }
        let algorithm = try Self.text(Member.algorithm, in: json)
        guard let algorithm, haveSameBytes(algorithm, Self.algorithm) else { throw .algorithm(algorithm) }
        do { try JOSEHeader.refuseExtensions(in: json) } catch { throw .extended(error) }
        for name in Member.forbidden where json.contains(name) { throw .forbiddenMember(name) }
        let isNested = try Self.text(Member.contentType, in: json)?.lowercased() == "jwt"
        guard isNested == (content == .token) else { throw isNested ? .nested : .notNested }
        let encryption = try Self.text(Member.encryption, in: json)
        guard let encryption, let known = ContentEncryption(rawValue: encryption) else {
            throw .encryption(encryption, allowed: ContentEncryption.allCases)
        }
        self.encryption = known
        keyID = try Self.text(Member.keyID, in: json)
        partyU = try Self.bytes(Member.partyU, in: json)
        partyV = try Self.bytes(Member.partyV, in: json)
        let key = json[Member.ephemeralKey] ?? .null
        guard case .object(let key) = key else {
            throw .headerMember(Member.ephemeralKey, expected: .object, found: key.kind)
        }
        ephemeralKey = key
        self.json = json
    }

    private static func text(_ member: String, in json: JSONObject) throws(JWEError) -> String? {
        guard let value = json[member] else { return nil }
        guard case .string(let text) = value else {
            throw .headerMember(member, expected: .string, found: value.kind)
        }
        return text
    }

    private static func bytes(_ member: String, in json: JSONObject) throws(JWEError) -> [UInt8] {
        guard let text = try text(member, in: json) else { return [] }
        do { return try Base64URL.decode(text.utf8.span) } catch { throw .partyInformation(member: member, error) }
    }
}
