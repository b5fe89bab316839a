public import Cryptography
public import JSON

/// A JWS in general JSON form: one payload, and signatures of several signers, each with a header of its own.
///
/// ```json
/// {"payload": "eyJ…", "signatures": [{"protected": "eyJ…", "signature": "…"}, …]}
/// ```
///
/// Each signature together with the payload is a compact JWS, and is checked as one; one that cannot be read does not spoil
/// the others. Source: RFC 7515 §7.2.1.
public struct GeneralJWS: Sendable, Equatable {
    /// The most signatures that are looked at.
    public static let limitSignatures = 16

    /// Each signature over the payload, or why it cannot be read; nothing is verified.
    public let signatures: [Result<CompactJWS, JOSEError>]

    /// Reads a JWS that came from outside.
    ///
    /// An unprotected header makes its signature unusable: nobody signed what it says.
    /// - Throws: `generalForm`.
    public init(_ json: JSONObject, limits: JOSELimits = .default) throws(JOSEError) {
        guard let payload = json["payload"]?.string else { throw .generalForm(problem: "has no payload") }
        guard let entries = json["signatures"]?.array, !entries.isEmpty else {
            throw .generalForm(problem: "has no signatures")
        }
        guard entries.count <= Self.limitSignatures else {
            throw .generalForm(problem: "has more than \(Self.limitSignatures) signatures")
        }
        signatures = entries.map { entry in
            do throws(JOSEError) { return .success(try Self.compact(entry, payload, limits)) } catch {
                return .failure(error)
            }
        }
    }

    private static func compact(
        _ entry: JSONValue, _ payload: String, _ limits: JOSELimits
    ) throws(JOSEError) -> CompactJWS {
        guard let header = entry["protected"]?.string, let signature = entry["signature"]?.string else {
            throw .generalForm(problem: "has a signature without a protected header")
        }
        guard entry["header"] == nil else { throw .generalForm(problem: "has an unprotected header") }
        return try CompactJWS(parsing: [header, payload, signature].joined(separator: "."), limits: limits)
    }

    /// Signs a payload once for each signer.
    ///
    /// - Throws: as `CompactJWS.signed`, and `generalForm` without a signer.
    public static func signed(
        payload: JSONObject, by signers: [(header: JSONObject, key: any SigningKey)]
    ) throws(JOSEError) -> JSONObject {
        let bytes = JSONValue.object(payload).serialized()
        var (encoded, signatures): (JSONValue?, [JSONValue]) = (nil, [])
        for signer in signers {
            let token = try CompactJWS.signed(header: signer.header, payloadBytes: bytes, by: signer.key)
            let parts = token.split(separator: ".").map { JSONValue.string(String($0)) }
            guard parts.count == 3 else { throw .partCount(parts.count) }
            encoded = parts[1]
            signatures.append(["protected": parts[0], "signature": parts[2]])
        }
        guard let encoded else { throw .generalForm(problem: "has no signatures") }
        return ["payload": encoded, "signatures": .array(signatures)]
    }
}
