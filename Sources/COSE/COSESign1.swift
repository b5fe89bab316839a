import Bytes
public import CBOR
public import Certificates
public import Cryptography
import Rules

/// A COSE_Sign1 message as it was received: parsed, and not to be believed before its signature was checked.
///
/// ```swift
/// let message = try COSESign1(parsing: body)
/// let payload = try message.verified(by: key)
/// ```
///
/// ```
/// 18([ << protected >>, { unprotected }, << payload >>, signature ])
///       └ signed as received, with the payload (RFC 9052 §4.4)
/// ```
///
/// Source: RFC 9052 §4.2, RFC 9360 §2 (TSL-11, CBR-04).
public struct COSESign1: Sendable {
    /// The labels of header parameters that are read.
    public enum Label {
        /// The algorithm.
        public static let algorithm: Int64 = 1
        /// What must be understood.
        public static let critical: Int64 = 2
        /// The name of the key.
        public static let keyID: Int64 = 4
        /// The type of the message, as `typ` in JOSE.
        public static let type: Int64 = 16
        /// The certificates, leaf first.
        public static let certificates: Int64 = 33
    }

    /// The most certificates that are read.
    static let limitCertificates = 10

    /// The protected header.
    public let protected: CBORMap
    /// The unprotected header; nothing in it is signed.
    public let unprotected: CBORMap

    private let protectedBytes: [UInt8]
    private let payload: [UInt8]
    private let signature: [UInt8]

    /// Reads a tagged message that came from outside.
    ///
    /// - Throws: `cbor`, `notSign1`, `header`, `critical`, `detached`.
    public init(parsing bytes: [UInt8], limits: CBORLimits = .default) throws(COSEError) {
        let message = try Self.decoded(bytes, CBOROptions(tags: [17, 18], limits: limits))
        guard let parts = message.item(taggedAs: 18)?.array else {
            throw .notSign1(found: message.item(taggedAs: 17) == nil ? "something else" : "a COSE_Mac0")
        }
        guard parts.count == 4, let protectedBytes = parts[0].bytes, let unprotected = parts[1].map,
            let signature = parts[3].bytes
        else { throw .notSign1(found: "an array of another form") }
        guard let payload = parts[2].bytes else { throw .detached }
        let header = protectedBytes.isEmpty ? CBORValue.map(CBORMap()) : try Self.decoded(protectedBytes)
        guard let protected = header.map else { throw .notSign1(found: "without a header map") }
        (self.protected, self.unprotected, self.protectedBytes) = (protected, unprotected, protectedBytes)
        (self.payload, self.signature) = (payload, signature)
        for label in [Label.algorithm, Label.keyID, Label.type, Label.certificates]
        where protected[.integer(label)] != nil && unprotected[.integer(label)] != nil {
            throw .repeated(label: label)
        }
        guard protected[.integer(Label.critical)] == nil, unprotected[.integer(Label.critical)] == nil else {
            throw .critical
        }
    }

    /// The payload before any check of the signature, for nothing but choosing and keeping.
    public var uncheckedPayload: [UInt8] { payload }

    /// `typ`; nil when absent.
    public var type: CBORValue? { protected[.integer(Label.type)] }

    /// `kid`; nil when absent.
    ///
    /// - Throws: `header`.
    public func keyID() throws(COSEError) -> [UInt8]? {
        guard let value = parameter(Label.keyID) else { return nil }
        guard let bytes = value.bytes else { throw .header(label: Label.keyID, problem: "is no byte string") }
        return bytes
    }

    /// `x5chain`, leaf first; empty when absent.
    ///
    /// - Throws: `header`, `certificates`.
    public func certificates() throws(COSEError) -> [Certificate] {
        guard let value = parameter(Label.certificates) else { return [] }
        let items = value.array ?? [value]
        guard !items.isEmpty, items.count <= Self.limitCertificates else {
            throw .header(label: Label.certificates, problem: "has no certificate, or too many")
        }
        var chain: [Certificate] = []
        for (position, item) in items.enumerated() {
            guard let der = item.bytes else { throw .header(label: Label.certificates, problem: "is no byte string") }
            do throws(CertificatesError) { chain.append(try Certificate(der: der, position: position)) } catch {
                throw .certificates(error)
            }
        }
        return chain
    }

    /// Checks the signature.
    ///
    /// - Returns: the payload.
    /// - Throws: `algorithmNotAllowed`, `algorithmKeyMismatch`, `signatureInvalid`.
    public func verified(by key: PublicKey) throws(COSEError) -> [UInt8] {
        guard let algorithm = protected[.integer(Label.algorithm)]?.integer, let curve = Self.curves[algorithm] else {
            throw .algorithmNotAllowed(protected[.integer(Label.algorithm)]?.integer)
        }
        guard key.curve == curve else { throw .algorithmKeyMismatch(algorithm) }
        let signed = Self.structure(protectedBytes, payload)
        guard signature.count == 64, key.isValidSignature(signature, for: signed) else { throw .signatureInvalid }
        return payload
    }

    /// What the signature covers, in the words of RFC 9052 §4.4: without external data.
    static func structure(_ protected: [UInt8], _ payload: [UInt8]) -> [UInt8] {
        var writer = CBORWriter()
        writer.value(.array([.text("Signature1"), .bytes(protected), .bytes([]), .bytes(payload)]))
        return writer.output
    }

    /// ES256, EdDSA, and their fully specified names ESP256 and Ed25519 (RFC 9864).
    private static let curves: [Int64: KeyCurve] = [-7: .p256, -9: .p256, -8: .ed25519, -19: .ed25519]

    private static func decoded(
        _ bytes: [UInt8], _ options: CBOROptions = .strict
    ) throws(COSEError) -> CBORValue {
        do throws(CBORError) { return try CBORValue(parsing: bytes, options: options) } catch { throw .cbor(error) }
    }

    private func parameter(_ label: Int64) -> CBORValue? {
        protected[.integer(label)] ?? unprotected[.integer(label)]
    }
}
