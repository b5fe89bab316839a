import Bytes
public import Cryptography
public import JOSE
public import JSON
public import Rules

/// An SD-JWT with the Disclosures that a holder chose to show, ready to be sent or to be bound to the holder's key.
///
/// ```swift
/// let chosen = credential.withAncestors(of: [3, 7])
/// let text = try credential.presentation(disclosing: chosen)
///     .bound(by: key, audience: "x509_san_dns:verifier.example", nonce: nonce, at: clock.now)
/// ```
///
/// Source: RFC 9901 §7.2 (SDJWT-23, SDJWT-53).
public struct SDJWTPresentation: Sendable {
    /// The compact form without key binding; ends with a tilde.
    public let bytes: [UInt8]
    private let credential: ProcessedSDJWT

    init(_ credential: ProcessedSDJWT, disclosing chosen: [Int]) {
        let received = credential.received
        var bytes = Array(received.bytes[received.issuerRange])
        bytes.append(0x7E)
        for index in chosen {
            bytes += credential.disclosures[index].disclosure.bytes
            bytes.append(0x7E)
        }
        (self.bytes, self.credential) = (bytes, credential)
    }

    /// The compact form without key binding; ends with a tilde.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends a key binding JWT for one verifier and one transaction.
    ///
    /// - Parameters:
    ///   - key: the holder's key; it must be the one in `cnf`.
    ///   - audience: the verifier's identifier as it stands in the request.
    ///   - nonce: the nonce of the request.
    ///   - time: becomes `iat`.
    ///   - extraClaims: further claims, such as `transaction_data_hashes`.
    /// - Returns: the SD-JWT+KB.
    /// - Throws: `composition` with `notTheHoldersKey`, `keyBinding` for a `cnf` that is not understood or a key that
    ///   could not sign.
    public func bound(
        by key: any SigningKey, audience: String, nonce: String, at time: UnixTime, extraClaims: JSONObject = [:],
        algorithm: SignatureAlgorithm? = nil
    ) throws(SDJWTError) -> String {
        guard try HolderKey.jwk(in: credential.payload).publicKey == key.publicKey else {
            throw .composition(.notTheHoldersKey)
        }
        let hash = credential.hashAlgorithm.hash(bytes)
        var claims: JSONObject = [
            "iat": .integer(time.seconds), "aud": .string(audience), "nonce": .string(nonce),
            "sd_hash": .string(Base64URL.encode(hash)),
        ]
        for (name, value) in extraClaims where !claims.contains(name) { claims[name] = value }
        do {
            var header: JSONObject = ["typ": "kb+jwt"]
            if let algorithm { header = ["alg": .string(algorithm.rawValue), "typ": "kb+jwt"] }
            return text + (try CompactJWS.signed(header: header, payload: claims, by: key))
        } catch {
            throw .keyBinding(.jose(error))
        }
    }
}

extension ProcessedSDJWT {
    /// The chosen Disclosures with all that they lie in.
    ///
    /// - Parameter chosen: indices into `disclosures`; others are left out.
    public func withAncestors(of chosen: Set<Int>) -> Set<Int> {
        var complete: Set<Int> = []
        for start in chosen {
            var next: Int? = start
            while let index = next, disclosures.indices.contains(index), complete.insert(index).inserted {
                next = disclosures[index].parent
            }
        }
        return complete
    }

    /// Leaves out all Disclosures but the chosen ones; those that stay keep their order.
    ///
    /// - Throws: `composition` with `noSuchDisclosure`, `ancestorMissing`.
    public func presentation(disclosing chosen: Set<Int>) throws(SDJWTError) -> SDJWTPresentation {
        let ordered = chosen.sorted()
        for index in ordered {
            guard disclosures.indices.contains(index) else {
                throw .composition(.noSuchDisclosure(index: index, count: disclosures.count))
            }
            if let parent = disclosures[index].parent, !chosen.contains(parent) {
                throw .composition(.ancestorMissing(index: index, parent: parent))
            }
        }
        return SDJWTPresentation(self, disclosing: ordered)
    }
}
