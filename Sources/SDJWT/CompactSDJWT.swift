import Bytes
public import JOSE

/// An SD-JWT or SD-JWT+KB in compact form as it was received: taken apart, but nothing in it is to be trusted yet.
///
/// ```swift
/// let received = try CompactSDJWT(parsing: text)
/// let credential = try received.verified(by: issuerKey, log: &log)
/// ```
///
/// ```
/// issuer JWT ~ Disclosure ~ … ~ Disclosure ~ [key binding JWT]
/// └── hashed for sd_hash, last tilde included ─┘
/// ```
///
/// Source: RFC 9901 §4 (SDJWT-01, SDJWT-02, SDJWT-03, SDJWT-30, SDJWT-50).
public struct CompactSDJWT: Sendable {
    /// The JWT that the issuer signed.
    public let issuerJWT: CompactJWS
    /// The whole as it was received, in ASCII bytes.
    public let bytes: [UInt8]
    /// Where the Disclosures lie in `bytes`.
    let disclosures: [Range<Int>]
    /// Where the issuer's JWT lies in `bytes`.
    let issuerRange: Range<Int>
    /// Where the key binding JWT lies in `bytes`; empty when there is none.
    let keyBindingRange: Range<Int>
    /// The limits that bound the parts.
    let limits: SDJWTLimits

    /// Reads what came from outside.
    ///
    /// - Throws: `tooLong`, `noTilde`, `emptyDisclosure`, `disclosureTooLong`, `tooManyDisclosures`,
    ///   `lastComponentNotJWT`, and `jose` with what `CompactJWS` throws for the issuer's JWT.
    public init(parsing text: String, limits: SDJWTLimits = .default) throws(SDJWTError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// Reads what came from outside as ASCII bytes.
    ///
    /// - Throws: as `init(parsing:limits:)` of a text.
    public init(parsing bytes: [UInt8], limits: SDJWTLimits = .default) throws(SDJWTError) {
        guard bytes.count <= limits.totalBytes else {
            throw .tooLong(bytes: bytes.count, limit: limits.totalBytes)
        }
        var parts: [Range<Int>] = []
        parts.reserveCapacity(8)
        var start = 0
        while let end = bytes.span.firstIndex(of: 0x7E, from: start) {
            if !parts.isEmpty {
                try Self.check(disclosure: start..<end, index: parts.count - 1, limits)
            }
            parts.append(start..<end)
            start = end + 1
        }
        guard let issuer = parts.first else { throw .noTilde }
        keyBindingRange = start..<bytes.count
        // A last component without a dot is a Disclosure whose tilde got lost, not a broken key binding JWT.
        guard keyBindingRange.isEmpty || bytes[keyBindingRange].contains(0x2E) else { throw .lastComponentNotJWT }
        do { issuerJWT = try CompactJWS(parsing: bytes, in: issuer, limits: limits.jose) } catch { throw .jose(error) }
        parts.removeFirst()
        disclosures = parts
        issuerRange = issuer
        self.bytes = bytes
        self.limits = limits
    }

    /// Checks one Disclosure while it is being found, so that a flood of them costs no more than the limit.
    private static func check(
        disclosure: Range<Int>, index: Int, _ limits: SDJWTLimits
    ) throws(SDJWTError) {
        guard !disclosure.isEmpty else { throw .emptyDisclosure(index: index) }
        guard disclosure.count <= limits.disclosureBytes else {
            throw .disclosureTooLong(index: index, bytes: disclosure.count, limit: limits.disclosureBytes)
        }
        guard index < limits.disclosures else { throw .tooManyDisclosures(limit: limits.disclosures) }
    }

    /// The whole as it was received.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Number of Disclosures.
    public var disclosureCount: Int { disclosures.count }

    /// Whether a key binding JWT came along; says nothing about whether it is right.
    public var hasKeyBinding: Bool { !keyBindingRange.isEmpty }

    /// Everything before the key binding JWT, last tilde included: what `sd_hash` is computed over (KB-03).
    var boundPart: Range<Int> { 0..<keyBindingRange.lowerBound }
}

extension CompactSDJWT: Equatable {
    /// Whether both were received as the same bytes.
    public static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }
}
