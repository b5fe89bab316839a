public import Cryptography
import JOSE
import JSON

extension TrustSnapshot {
    /// The value of `typ`: nothing else that the key signs can be taken for a snapshot.
    public static let mediaType = "carnet-trust-snapshot+jwt"
    /// The most bytes that a file may have.
    public static let limitBytes = 64 << 20

    /// The file: a JWS in compact form, over everything in it.
    ///
    /// - Parameters:
    ///   - key: the verifier's key.
    ///   - limitBytes: the largest file; one that is larger than `limitBytes` of this type is not read.
    /// - Throws: `jose`, `badSnapshot` when the file would be larger.
    public func signed(
        by key: any SigningKey, limitBytes: Int = TrustSnapshot.limitBytes
    ) throws(VerifierKitError) -> [UInt8] {
        let header: JSONObject = [
            "typ": .string(Self.mediaType), "kid": .string(JWK(publicKey: key.publicKey).thumbprintText),
        ]
        let text: String
        do throws(JOSEError) { text = try CompactJWS.signed(header: header, payload: json, by: key) } catch {
            throw .jose(error)
        }
        guard text.utf8.count <= limitBytes else {
            throw .badSnapshot(problem: "would have more than \(limitBytes) bytes; name fewer status lists")
        }
        return Array(text.utf8)
    }

    /// Reads a file; nothing of its content is looked at before the signature held.
    ///
    /// - Parameters:
    ///   - file: the file, unchecked.
    ///   - key: the verifier's public key, which came another way.
    /// - Throws: `jose`, `badSnapshot`, `trust`. Source: STA-07.
    public init(file: [UInt8], signedBy key: PublicKey) throws(VerifierKitError) {
        var limits = JOSELimits.default
        limits.tokenBytes = Self.limitBytes
        // Read only after the signature held: this program's own text.
        limits.json = .own
        let content: JSONObject
        do throws(JOSEError) {
            let jws = try CompactJWS(parsing: file, limits: limits)
            try jws.header.requireType(Self.mediaType)
            content = try jws.verified(by: key, allowing: SignatureAlgorithm.supported).payload()
        } catch { throw .jose(error) }
        try self.init(content)
    }
}
