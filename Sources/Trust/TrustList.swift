import Bytes
import Certificates
import Cryptography
import JOSE
import JSON
public import Rules

/// A list of trusted entities whose signature and times were checked, as entries of a trust store.
///
/// Source: ETSI TS 119 602 (LOT-01 … LOT-09).
public struct TrustList: Sendable {
    /// The most bytes of a signed list.
    public static let limitBytes = 16 << 20
    /// The most entities.
    public static let limitEntities = 20_000

    /// What was decided about the list beforehand.
    public let settings: TrustListSettings
    /// Its number and times.
    public let origin: TrustListOrigin
    /// The SHA-256 of the payload, by which two lists of one number are told apart.
    public let digest: [UInt8]
    /// One entry for each service; empty when nobody is approved (LOT-08).
    public let entries: [TrustEntry]
    /// The member `LoTE`; empty for a list that was read from a trust folder.
    let content: JSONObject

    init(settings: TrustListSettings, origin: TrustListOrigin, digest: [UInt8], entries: [TrustEntry]) {
        (self.settings, self.origin, self.digest, self.entries) = (settings, origin, digest, entries)
        content = [:]
    }

    /// Reads a signed list.
    ///
    /// - Parameters:
    ///   - bytes: a JWS in compact form, unchecked.
    ///   - settings: who must have signed it, and of whom it must speak.
    ///   - now: the moment of the import.
    /// - Throws: `badList`.
    public init(signed bytes: [UInt8], settings: TrustListSettings, at now: UnixTime) throws(TrustError) {
        try self.init(signed: bytes, settings: settings, dueAt: now)
        guard origin.issuedAt <= now + Self.skewSeconds else {
            throw .badList(rule: "LOT-07", problem: "it was issued in the future, at \(origin.issuedAt)")
        }
        guard now <= origin.nextUpdate else {
            throw .badList(rule: "LOT-07", problem: "a newer one was due at \(origin.nextUpdate)")
        }
    }

    /// Reads a signed list, which may be over: for whoever publishes the next one.
    ///
    /// - Throws: `badList`.
    init(published bytes: [UInt8], settings: TrustListSettings) throws(TrustError) {
        try self.init(signed: bytes, settings: settings, dueAt: nil)
    }

    private init(signed bytes: [UInt8], settings: TrustListSettings, dueAt now: UnixTime?) throws(TrustError) {
        guard !Self.isXML(bytes) else { throw .xmlList }
        let (header, payloadBytes, received) = try Self.verified(bytes, settings)
        let early = EarlyListNames(received)
        guard early.found.isEmpty || settings.names == .earlyToo else { throw .earlyNames(early.found) }
        let payload = early.found.isEmpty ? received : early.normative
        let reader = TrustListReader(settings: settings)
        let root = try reader.object(payload, "LoTE")
        try reader.refuseOthers(than: ["LoTE"], in: payload)
        let scheme = try reader.object(root, "ListAndSchemeInformation")
        guard try reader.integer(scheme, "LoTEVersionIdentifier") == 1 else {
            throw .badList(rule: "LOT-07", problem: "it is not of version 1")
        }
        let type = try reader.string(scheme, "LoTEType")
        guard haveSameBytes(type, settings.kind.type) else {
            throw .badList(rule: "LOT-07", problem: "it is of the type \(type.prefix(128)), not \(settings.kind.type)")
        }
        origin = TrustListOrigin(
            list: settings.id, sequence: try reader.integer(scheme, "LoTESequenceNumber"),
            issuedAt: try reader.time(scheme, "ListIssueDateTime"), nextUpdate: try reader.time(scheme, "NextUpdate"),
            hasEarlyNames: !early.found.isEmpty)
        try Self.check(origin, settings)
        for time in try Self.signingTimes(in: header) {
            guard now.map({ time <= $0 + Self.skewSeconds }) ?? true else {
                throw .badList(rule: "LOT-01", problem: "it was signed in the future, at \(time)")
            }
            try Self.checkSigner(settings.signer, at: time)
        }
        try reader.refuseCritical(in: scheme, "SchemeExtensions")
        entries = try reader.entries(of: root, origin)
        (self.settings, digest, content) = (settings, HashAlgorithm.sha256.hash(payloadBytes), root)
    }

    /// Refuses a list that does not come after the one that is held.
    ///
    /// - Throws: `badList`. Source: LOT-07.
    func checkFollows(_ held: TrustList) throws(TrustError) {
        let (old, new) = (held.origin.sequence, origin.sequence)
        guard new >= old else {
            throw .badList(rule: "LOT-07", problem: "its number \(new) is lower than \(old), which is held")
        }
        guard new > old || digest == held.digest else {
            throw .badList(rule: "LOT-07", problem: "its number \(new) is that of another list, which is held")
        }
    }

    /// Whether it is XML, which no JWS begins like: qualified providers are on lists of TS 119 612 (LOT-04, LOT-13).
    private static func isXML(_ bytes: [UInt8]) -> Bool {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return start.first { ![0x09, 0x0A, 0x0D, 0x20].contains($0) } == 0x3C
    }

    /// Only the certificate that was configured signs; no path is built (LOT-02).
    private static func verified(
        _ bytes: [UInt8], _ settings: TrustListSettings
    ) throws(TrustError) -> (JOSEHeader, payloadBytes: [UInt8], JSONObject) {
        var limits = JOSELimits.default
        limits.tokenBytes = limitBytes
        limits.json = JSONLimits(totalBytes: limitBytes, arrayCount: limitEntities)
        do throws(JOSEError) {
            let jws = try CompactJWS(parsing: bytes, limits: limits, understanding: [signingTime])
            try jws.header.requireType("trustlist+jwt", "JOSE")
            if let signer = try jws.header.certificateChain(limits: limits).first, signer.der == settings.signer.der {
                let payload = try jws.payloadBytes(signedByKeyOf: settings.signer, allowing: [.es256, .es384])
                return (jws.header, payload, try jws.uncheckedPayload())
            }
        } catch { throw .badList(rule: "LOT-01", problem: error.refusal.problem) }
        throw .badList(rule: "LOT-02", problem: "it was not signed by \(settings.signer.subject.text)")
    }

    private static func check(_ origin: TrustListOrigin, _ settings: TrustListSettings) throws(TrustError) {
        guard origin.sequence >= 1 else { throw .badList(rule: "LOT-07", problem: "its number is below 1") }
        guard origin.nextUpdate > origin.issuedAt else {
            throw .badList(rule: "LOT-07", problem: "its next update is not after its issue")
        }
        try checkSigner(settings.signer, at: origin.issuedAt)
    }

    private static func checkSigner(_ signer: Certificate, at time: UnixTime) throws(TrustError) {
        guard signer.notBefore <= time, time <= signer.notAfter else {
            throw .badList(rule: "LOT-02", problem: "its signer's certificate was not valid when it was issued")
        }
    }

    /// When the header says that the list was signed: `sigT` of JAdES, `iat` in its place since 2025.
    private static func signingTimes(in header: JOSEHeader) throws(TrustError) -> [UnixTime] {
        var times: [UnixTime] = []
        if let value = header.json[signingTime] {
            guard let time = value.string.flatMap(TrustListReader.time) else {
                throw .badList(rule: "LOT-01", problem: "the header sigT is no time such as 2026-01-01T00:00:00Z")
            }
            times.append(time)
        }
        if let value = header.json["iat"] {
            guard let seconds = value.integer else {
                throw .badList(rule: "LOT-01", problem: "the header iat is no number of seconds")
            }
            times.append(UnixTime(seconds: seconds))
        }
        return times
    }

    private static let signingTime = "sigT"
    private static let skewSeconds: Int64 = 300
}
