import Bytes
public import JOSE
public import JSON

/// An SD-JWT or SD-JWT+KB in JSON form, flattened or general, as it was received: taken apart, but nothing in it is to be
/// trusted yet.
///
/// ```json
/// {"payload": "eyJ…", "protected": "eyJ…", "signature": "…",
///  "header": {"disclosures": ["WyJ…", …], "kb_jwt": "eyJ…"}}
/// {"payload": "eyJ…", "signatures": [{"protected": "eyJ…", "signature": "…", "header": {…}}, …]}
/// ```
///
/// It says the same as a compact form and is read as one: that of its first signature, over which `sd_hash` is computed.
/// Source: RFC 9901 §8, RFC 7515 §7.2 (SDJSON-01 … SDJSON-05).
public struct JSONSDJWT: Sendable, Equatable {
    /// The most signatures that are looked at.
    public static let limitSignatures = 16

    /// The same in compact form, with the first signature (SDJSON-02).
    public let compact: CompactSDJWT
    /// The other signatures over the payload, each as a JWS.
    public let further: [CompactJWS]

    /// Reads what came from outside.
    ///
    /// - Throws: `jsonForm` with the fault, and what `CompactSDJWT` throws for the parts.
    public init(parsing bytes: [UInt8], limits: SDJWTLimits = .default) throws(SDJWTError) {
        guard bytes.count <= limits.totalBytes else {
            throw .tooLong(bytes: bytes.count, limit: limits.totalBytes)
        }
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: bytes) } catch { throw .jsonForm(.json(error)) }
        guard let json = value.object else { throw .jsonForm(.notAnObject) }
        for name in Member.ofTheFirst where json.contains(name) { throw .jsonForm(.outsideHeader(name)) }
        let payload = try Self.encoded(Member.payload, in: json)
        let entries = try Self.entries(of: json)
        let header = try Self.unprotected(entries.first ?? [:])
        let first = try Self.token(entries.first ?? [:], payload)
        compact = try CompactSDJWT(
            parsing: ([first] + Self.disclosures(header) + [Self.keyBinding(header)]).joined(separator: "~"),
            limits: limits)
        var further: [CompactJWS] = []
        for (index, entry) in entries.enumerated().dropFirst() {
            let token = try Self.token(entry, payload)
            for name in Member.ofTheFirst where try Self.unprotected(entry)[name] != nil {
                throw .jsonForm(.laterHeader(name: name, signature: index))
            }
            do throws(JOSEError) { further.append(try CompactJWS(parsing: token, limits: limits.jose)) } catch {
                throw .jose(error)
            }
        }
        self.further = further
        for (entry, jws) in zip(entries, [compact.issuerJWT] + further) {
            try Self.check(protected: jws.header.json, unprotected: try Self.unprotected(entry))
        }
    }

    /// Takes a compact form, and further signatures over the same payload.
    ///
    /// - Throws: `jsonForm` for a signature over another payload.
    public init(_ compact: CompactSDJWT, further: [CompactJWS] = []) throws(SDJWTError) {
        for (index, jws) in further.enumerated() where jws.payloadBytes != compact.issuerJWT.payloadBytes {
            throw .jsonForm(.otherPayload(signature: index + 1))
        }
        (self.compact, self.further) = (compact, further)
    }

    /// The JSON form: flattened for one signature, general for several.
    public var json: JSONObject {
        var header = JSONObject()
        let parts = compact.text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        header[Member.disclosures] = .array(parts.dropFirst().dropLast().map(JSONValue.string))
        if compact.hasKeyBinding { header[Member.keyBinding] = parts.last.map(JSONValue.string) }
        var (payload, first) = Self.split(compact.issuerJWT)
        first[Member.header] = .object(header)
        guard !further.isEmpty else {
            first[Member.payload] = payload
            return first
        }
        let entries = [first] + further.map { Self.split($0).entry }
        return [Member.payload: payload, Member.signatures: .array(entries.map(JSONValue.object))]
    }

    private enum Member {
        static let payload = "payload"
        static let protected = "protected"
        static let signature = "signature"
        static let header = "header"
        static let signatures = "signatures"
        static let disclosures = "disclosures"
        static let keyBinding = "kb_jwt"
        /// What stands beside the first signature and nowhere else (SDJSON-01, SDJSON-03).
        static let ofTheFirst = [disclosures, keyBinding]
        /// What decides about the signature and is therefore accepted only where it is signed (SDJSON-05).
        static let mustBeProtected = ["alg", "typ", "kid", "x5c", "crit"]
    }

    private static func split(_ jws: CompactJWS) -> (payload: JSONValue, entry: JSONObject) {
        let parts = jws.text.split(separator: ".").map { JSONValue.string(String($0)) }
        guard parts.count == 3 else { return (.null, [:]) }
        return (parts[1], [Member.protected: parts[0], Member.signature: parts[2]])
    }

    /// The signatures: one of the flattened form, or those of the general form.
    private static func entries(of json: JSONObject) throws(SDJWTError) -> [JSONObject] {
        guard let signatures = json[Member.signatures] else { return [json] }
        for name in [Member.protected, Member.signature, Member.header] where json.contains(name) {
            throw .jsonForm(.bothForms)
        }
        let entries = signatures.array?.compactMap(\.object) ?? []
        guard !entries.isEmpty, entries.count == signatures.array?.count else {
            throw .jsonForm(.memberType(Member.signatures, expected: "an array of objects"))
        }
        guard entries.count <= limitSignatures else { throw .jsonForm(.tooManySignatures(limit: limitSignatures)) }
        return entries
    }

    private static func token(_ entry: JSONObject, _ payload: String) throws(SDJWTError) -> String {
        let protected = try encoded(Member.protected, in: entry)
        return "\(protected).\(payload).\(try encoded(Member.signature, in: entry))"
    }

    private static func unprotected(_ entry: JSONObject) throws(SDJWTError) -> JSONObject {
        guard let value = entry[Member.header] else { return [:] }
        guard let header = value.object else { throw .jsonForm(.memberType(Member.header, expected: "an object")) }
        return header
    }

    private static func disclosures(_ header: JSONObject) throws(SDJWTError) -> [String] {
        guard let value = header[Member.disclosures] else { return [] }
        let texts = value.array?.compactMap(\.string) ?? []
        // A separator of the compact form in one of them would make two of it.
        guard texts.count == value.array?.count, texts.allSatisfy({ $0.utf8.allSatisfy { $0 != 0x7E } }) else {
            throw .jsonForm(.memberType(Member.disclosures, expected: "an array of base64url strings"))
        }
        return texts
    }

    private static func keyBinding(_ header: JSONObject) throws(SDJWTError) -> String {
        guard let value = header[Member.keyBinding] else { return "" }
        guard let text = value.string, !text.isEmpty, text.utf8.allSatisfy({ $0 != 0x7E }) else {
            throw .jsonForm(.memberType(Member.keyBinding, expected: "a JWT"))
        }
        return text
    }

    private static func encoded(_ name: String, in json: JSONObject) throws(SDJWTError) -> String {
        guard let value = json[name] else { throw .jsonForm(.missing(name)) }
        // Neither separator of the compact form may come with a part.
        guard let text = value.string, text.utf8.allSatisfy({ $0 != 0x7E && $0 != 0x2E }) else {
            throw .jsonForm(.memberType(name, expected: "a base64url string"))
        }
        return text
    }

    private static func check(protected: JSONObject, unprotected: JSONObject) throws(SDJWTError) {
        for name in Member.ofTheFirst where protected.contains(name) {
            throw .jsonForm(.mustBeUnprotected(name))
        }
        for name in unprotected.names {
            guard !protected.contains(name) else { throw .jsonForm(.nameTwice(name)) }
            guard !Member.mustBeProtected.contains(where: { haveSameBytes($0, name) }) else {
                throw .jsonForm(.mustBeProtected(name))
            }
        }
    }
}
