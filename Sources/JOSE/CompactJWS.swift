import Bytes
public import Cryptography
public import JSON

/// A JWS in compact form as it was received: parsed, but nothing in it is to be trusted yet.
///
/// ```swift
/// let jws = try CompactJWS(parsing: token)
/// let verified = try jws.verified(by: key, allowing: [.es256])
/// let claims = try verified.payload()
/// ```
///
/// ```
/// header . payload . signature        each base64url, none empty
/// └── signing input ─┘                kept as received and verified as received (JOSE-14)
/// ```
///
/// Source: RFC 7515 §3.1, §7.1 (JOSE-01, JOSE-02, JOSE-13, JOSE-14).
public struct CompactJWS: Sendable {
    /// The header, checked as far as that goes without a key.
    public let header: JOSEHeader
    /// The decoded payload, unchecked.
    public let payloadBytes: [UInt8]
    /// The decoded signature, unchecked.
    public let signature: [UInt8]

    // The JWS may be a piece of something larger, such as an SD-JWT; the array is shared with it, not copied.
    private let storage: [UInt8]
    private let range: Range<Int>
    private let signingInput: Range<Int>
    private let limits: JOSELimits

    /// Reads a token that came from outside.
    ///
    /// - Throws: `tokenTooLong`, `partCount`, `emptyPart`, `headerTooLong`, `encoding`, and what `JOSEHeader` throws.
    public init(parsing text: String, limits: JOSELimits = .default) throws(JOSEError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// Reads a token that came from outside as ASCII bytes.
    ///
    /// - Parameters:
    ///   - bytes: the token, or something that contains it.
    ///   - range: where in `bytes` the token lies; all of it by default.
    ///   - limits: bounds on size.
    ///   - extensions: what `crit` may name, because the caller acts upon it.
    /// - Throws: as `init(parsing:limits:)` of a text.
    public init(
        parsing bytes: [UInt8], in range: Range<Int>? = nil, limits: JOSELimits = .default,
        understanding extensions: Set<String> = []
    ) throws(JOSEError) {
        let range = (range ?? bytes.indices).clamped(to: bytes.indices)
        guard range.count <= limits.tokenBytes else {
            throw .tokenTooLong(bytes: range.count, limit: limits.tokenBytes)
        }
        let (first, second) = try Self.dots(in: bytes.span, range)
        guard first > range.lowerBound else { throw .emptyPart(.header) }
        guard second > first + 1 else { throw .emptyPart(.payload) }
        guard first - range.lowerBound <= limits.headerBytes else {
            throw .headerTooLong(bytes: first - range.lowerBound, limit: limits.headerBytes)
        }
        // The header comes first, so that an unsigned token is refused for saying so and not for its empty signature.
        header = try JOSEHeader(
            parsing: try Self.decoded(.header, bytes.span, range.lowerBound..<first), limits: limits,
            understanding: extensions)
        guard range.upperBound > second + 1 else { throw .emptyPart(.signature) }
        payloadBytes = try Self.decoded(.payload, bytes.span, first + 1..<second)
        signature = try Self.decoded(.signature, bytes.span, second + 1..<range.upperBound)
        (storage, self.range, signingInput) = (bytes, range, range.lowerBound..<second)
        self.limits = limits
    }

    /// The token as it was received.
    public var text: String { String(decoding: storage[range], as: UTF8.self) }

    /// The token as it was received, in ASCII bytes.
    public var bytes: [UInt8] { Array(storage[range]) }

    /// What the signature is over.
    var signedBytes: ArraySlice<UInt8> { storage[signingInput] }

    /// Checks the signature over the bytes received.
    ///
    /// - Parameters:
    ///   - key: the key that the caller's policy names; never one that the token brought along.
    ///   - algorithms: the allow-list of this context.
    /// - Throws: `algorithmNotAllowed`, `algorithmKeyMismatch`, `signatureLength`, `signatureInvalid`.
    public func verified(
        by key: PublicKey, allowing algorithms: [SignatureAlgorithm]
    ) throws(JOSEError) -> VerifiedJWS {
        let algorithm = header.algorithm
        guard algorithms.contains(algorithm), let scheme = algorithm.scheme else {
            throw .algorithmNotAllowed(algorithm, allowed: algorithms)
        }
        guard key.scheme == scheme else { throw .algorithmKeyMismatch(algorithm, curve: key.curve) }
        guard signature.count == 64 else { throw .signatureLength(bytes: signature.count, expected: 64) }
        guard key.isValidSignature(signature.span, for: storage.span.extracting(signingInput)) else {
            throw .signatureInvalid
        }
        return VerifiedJWS(header: header, payloadBytes: payloadBytes, key: key, limits: limits.json)
    }

    /// Checks the signature with a JWK, whose own `alg`, `use` and `key_ops` are respected.
    ///
    /// - Throws: as `verified(by:allowing:)` of a public key, and `key` with `restricted`.
    public func verified(by key: JWK, allowing algorithms: [SignatureAlgorithm]) throws(JOSEError) -> VerifiedJWS {
        guard algorithms.contains(header.algorithm) else {
            throw .algorithmNotAllowed(header.algorithm, allowed: algorithms)
        }
        return try verified(by: try key.verificationKey(for: header.algorithm), allowing: algorithms)
    }

    /// The payload before any check, for nothing but choosing the key that will verify it.
    ///
    /// - Throws: `json`, `notAnObject`.
    public func uncheckedPayload() throws(JOSEError) -> JSONObject { try Self.object(payloadBytes, limits.json) }

    static func object(_ payload: [UInt8], _ limits: JSONLimits) throws(JOSEError) -> JSONObject {
        let value: JSONValue
        do { value = try JSONValue(parsing: payload, limits: limits) } catch { throw .json(.payload, error) }
        guard case .object(let object) = value else { throw .notAnObject(.payload, found: value.kind) }
        return object
    }

    private static func dots(in bytes: Span<UInt8>, _ range: Range<Int>) throws(JOSEError) -> (Int, Int) {
        let token = bytes.extracting(range)
        var (first, second, count, start) = (0, 0, 0, 0)
        // Two are expected; all are counted for the words of the refusal.
        while let dot = token.firstIndex(of: 0x2E, from: start) {
            if count == 0 { first = range.lowerBound + dot }
            if count == 1 { second = range.lowerBound + dot }
            count += 1
            start = dot + 1
        }
        guard count == 2 else { throw .partCount(count + 1) }
        return (first, second)
    }

    private static func decoded(
        _ part: JWSPart, _ bytes: Span<UInt8>, _ range: Range<Int>
    ) throws(JOSEError) -> [UInt8] {
        do { return try Base64URL.decode(bytes.extracting(range)) } catch { throw .encoding(part, error) }
    }
}

extension CompactJWS: Equatable {
    /// Whether both were received as the same bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.storage[left.range].elementsEqual(right.storage[right.range])
    }
}
