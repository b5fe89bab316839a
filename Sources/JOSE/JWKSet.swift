import Bytes
public import JSON

/// A set of public keys in which no `kid` occurs twice.
///
/// A key whose type or curve is not supported, or whose coordinates are wrong, does not spoil the set: it stays in it as
/// an unusable entry that says why. A private or symmetric key spoils it.
///
/// Source: RFC 7517 §5 (JOSE-19, JOSE-22).
public struct JWKSet: Sendable {
    /// One key of a set.
    public enum Entry: Sendable {
        /// A key that can be used.
        case usable(JWK)
        /// A key that cannot be used here, and why.
        case unusable(JSONObject, JOSEError)
    }

    /// The keys in their order.
    public let entries: [Entry]

    /// Reads a set that came from outside as text.
    ///
    /// - Throws: `key` with `setTooLong`, `json`, and what `init(_:limits:)` throws.
    public init(parsing bytes: [UInt8], limits: JOSELimits = .default) throws(JOSEError) {
        guard bytes.count <= limits.keySetBytes else {
            throw .key(.setTooLong(bytes: bytes.count, limit: limits.keySetBytes))
        }
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes, limits: limits.json) } catch { throw .key(.json(error)) }
        try self.init(value, limits: limits)
    }

    /// Reads a set that came from outside as part of a larger JSON text.
    ///
    /// - Throws: `key` with `notAnObject`, `noKeys`, `tooManyKeys`, `privateMember`, `duplicateKeyID`.
    public init(_ value: JSONValue, limits: JOSELimits = .default) throws(JOSEError) {
        guard case .object(let json) = value else { throw .key(.notAnObject(found: value.kind)) }
        guard case .array(let keys)? = json["keys"] else { throw .key(.noKeys) }
        guard keys.count <= limits.keySetKeys else {
            throw .key(.tooManyKeys(keys.count, limit: limits.keySetKeys))
        }
        var entries: [Entry] = []
        var names: Set<JSONValue> = []
        for (index, key) in keys.enumerated() {
            guard case .object(let json) = key else { throw .key(.notAnObject(found: key.kind)) }
            try JWK.refuseSecrets(in: json)
            if let keyID = json[JWK.Member.keyID], !names.insert(keyID).inserted {
                throw .key(.duplicateKeyID(index: index))
            }
            do throws(JOSEError) {
                entries.append(.usable(try JWK(json)))
            } catch {
                entries.append(.unusable(json, error))
            }
        }
        self.entries = entries
    }

    /// Writes a set.
    public init(_ keys: [JWK]) { entries = keys.map(Entry.usable) }

    /// The keys that can be used, in their order.
    public var keys: [JWK] {
        entries.compactMap { if case .usable(let key) = $0 { key } else { nil } }
    }

    /// The set as JSON, unusable keys included.
    public var json: JSONObject {
        let keys = entries.map { entry -> JSONValue in
            switch entry {
            case .usable(let key): .object(key.json)
            case .unusable(let json, _): .object(json)
            }
        }
        return ["keys": .array(keys)]
    }

    /// The keys that could have signed a token with that header: the one that `kid` names, or all that fit the algorithm.
    ///
    /// `kid` is compared octet by octet and used for nothing else (JOSE-12).
    public func candidates(for header: JOSEHeader) -> [JWK] {
        keys.filter { key in
            if let keyID = header.keyID, !(key.keyID.map { haveSameBytes($0, keyID) } ?? false) {
                return false
            }
            do { return try key.verificationKey(for: header.algorithm) == key.publicKey } catch { return false }
        }
    }
}
