import Bytes
public import Cryptography
public import JSON

/// A public key as JSON, checked: its type, curve and coordinates are known to make a usable key.
///
/// ```swift
/// let jwk = try JWK(claims["jwk"] ?? .null)
/// let verified = try jws.verified(by: jwk, allowing: [.es256])
/// ```
///
/// Keys of another type or curve survive inside a `JWKSet` as unusable entries; alone they are refused.
/// Source: RFC 7517 §4, RFC 7518 §6.2, RFC 8037 §2 (JOSE-06, JOSE-09, JOSE-22).
public struct JWK: Sendable, Hashable {
    /// The names of the members that this type reads.
    enum Member {
        static let type = "kty"
        static let curve = "crv"
        static let x = "x"
        static let y = "y"
        static let secret = "d"
        static let keyID = "kid"
        static let algorithm = "alg"
        static let use = "use"
        static let operations = "key_ops"
        /// Members that are secret for one key type or another.
        static let secrets = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]
    }

    /// The key as it was received or written, with members that are not understood.
    public let json: JSONObject
    /// The key itself.
    public let publicKey: PublicKey
    /// `kid`.
    public let keyID: String?
    /// `alg`, as written.
    public let algorithm: String?
    /// `use`, as written.
    public let use: String?
    /// `key_ops`, as written.
    public let operations: [String]?

    /// Reads a public key that came from outside.
    ///
    /// - Throws: `key` with `notAnObject`, `privateMember`, `missing`, `memberType`, `unsupported`, `encoding`,
    ///   `length`, `refused`, `algorithmMismatch`.
    public init(_ value: JSONValue) throws(JOSEError) {
        guard case .object(let json) = value else { throw .key(.notAnObject(found: value.kind)) }
        try self.init(json)
    }

    /// Reads a public key that came from outside.
    ///
    /// - Throws: as `init(_:)` of a value, without `notAnObject`.
    public init(_ json: JSONObject) throws(JOSEError) {
        try Self.refuseSecrets(in: json)
        try self.init(publicPart: json)
    }

    /// Writes a public key.
    ///
    /// - Parameters:
    ///   - publicKey: the key.
    ///   - keyID: becomes `kid`.
    ///   - algorithm: becomes `alg`.
    ///   - use: becomes `use`, `sig` or `enc`.
    public init(publicKey: PublicKey, keyID: String? = nil, algorithm: String? = nil, use: String? = nil) {
        var members: [(String, JSONValue)] = [
            (Member.type, .string(publicKey.curve.joseType)), (Member.curve, .string(publicKey.curve.rawValue)),
            (Member.x, .string(Base64URL.encode(publicKey.x))),
        ]
        if publicKey.curve == .p256 { members.append((Member.y, .string(Base64URL.encode(publicKey.y)))) }
        for (name, value) in [(Member.keyID, keyID), (Member.algorithm, algorithm), (Member.use, use)] {
            if let value { members.append((name, .string(value))) }
        }
        json = JSONObject(members)
        (self.publicKey, self.keyID, self.algorithm, self.use) = (publicKey, keyID, algorithm, use)
        operations = nil
    }

    /// Reads the public members and leaves the others alone.
    init(publicPart json: JSONObject) throws(JOSEError) {
        let type = try Self.required(Member.type, in: json)
        let curveName = try Self.text(Member.curve, in: json)
        guard let curve = KeyCurve(joseType: type, joseName: curveName) else {
            if curveName == nil, type == "EC" || type == "OKP" { throw .key(.missing(Member.curve)) }
            throw .key(.unsupported(type: type, curve: curveName))
        }
        algorithm = try Self.text(Member.algorithm, in: json)
        use = try Self.text(Member.use, in: json)
        keyID = try Self.text(Member.keyID, in: json)
        operations = try Self.operations(in: json)
        if let algorithm, !curve.mayCarry(algorithm: algorithm) {
            throw .key(.algorithmMismatch(algorithm: algorithm, curve: curve))
        }
        publicKey = try Self.publicKey(on: curve, from: json)
        self.json = json
    }

    /// The key for checking signatures of that algorithm.
    ///
    /// - Throws: `algorithmKeyMismatch` when the key is of another kind, `key` with `restricted` when its own `alg`,
    ///   `use` or `key_ops` forbid it.
    public func verificationKey(for algorithm: SignatureAlgorithm) throws(JOSEError) -> PublicKey {
        guard let scheme = algorithm.scheme, publicKey.scheme == scheme else {
            throw .algorithmKeyMismatch(algorithm, curve: publicKey.curve)
        }
        if let own = self.algorithm, SignatureAlgorithm(rawValue: own).scheme != scheme {
            throw .key(.restricted(member: Member.algorithm))
        }
        if let use, use != "sig" { throw .key(.restricted(member: Member.use)) }
        if let operations, !operations.contains("verify") { throw .key(.restricted(member: Member.operations)) }
        return publicKey
    }

    /// Refuses a key that its sender should have kept (JOSE-22).
    static func refuseSecrets(in json: JSONObject) throws(JOSEError) {
        for name in Member.secrets where json.contains(name) { throw .key(.privateMember(name)) }
    }

    private static func publicKey(on curve: KeyCurve, from json: JSONObject) throws(JOSEError) -> PublicKey {
        let x = try coordinate(Member.x, in: json)
        let y = curve == .p256 ? try coordinate(Member.y, in: json) : []
        do {
            switch curve {
            case .p256: return try PublicKey(p256X: x, y: y)
            case .ed25519: return try PublicKey(ed25519: x)
            case .x25519: return try PublicKey(x25519: x)
            }
        } catch {
            throw .key(.refused(error))
        }
    }

    static func coordinate(_ member: String, in json: JSONObject) throws(JOSEError) -> [UInt8] {
        let text = try required(member, in: json)
        let bytes: [UInt8]
        do { bytes = try Base64URL.decode(text.utf8.span) } catch { throw .key(.encoding(member: member, error)) }
        // All supported curves have coordinates and scalars of 32 bytes; a shorter one has lost its leading zeros.
        guard bytes.count == 32 else { throw .key(.length(member: member, bytes: bytes.count, expected: 32)) }
        return bytes
    }

    private static func required(_ member: String, in json: JSONObject) throws(JOSEError) -> String {
        guard let text = try text(member, in: json) else { throw .key(.missing(member)) }
        return text
    }

    private static func text(_ member: String, in json: JSONObject) throws(JOSEError) -> String? {
        guard let value = json[member] else { return nil }
        guard case .string(let text) = value else {
            throw .key(.memberType(member, expected: .string, found: value.kind))
        }
        return text
    }

    private static func operations(in json: JSONObject) throws(JOSEError) -> [String]? {
        do { return try json.stringsIfPresent(Member.operations) } catch {
            throw .key(
                .memberType(Member.operations, expected: .array, found: json[Member.operations]?.kind ?? .null))
        }
    }
}
