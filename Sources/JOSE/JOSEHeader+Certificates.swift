import Bytes
public import Certificates
public import JSON

extension JOSEHeader {
    /// The certificates of `x5c`, leaf first; nothing in them is trusted before their path was validated.
    ///
    /// - Returns: an empty array when there is no `x5c`.
    /// - Throws: `certificateCount`, `certificateEntry`, `certificateThumbprint`, `headerMember`. Source: RFC 7515 §4.1.6 (JOSE-17, X5C-05).
    public func certificateChain(limits: JOSELimits = .default) throws(JOSEError) -> [Certificate] {
        guard let value = json[Member.certificates.rawValue] else { return [] }
        guard let entries = value.array else {
            throw .headerMember(.certificates, expected: .array, found: value.kind)
        }
        guard !entries.isEmpty, entries.count <= limits.certificates else {
            throw .certificateCount(entries.count, limit: limits.certificates)
        }
        var chain: [Certificate] = []
        for (index, entry) in entries.enumerated() {
            guard let text = entry.string, let der = try? Base64.decode(text), der.count <= limits.certificateBytes,
                let certificate = try? Certificate(der: der, position: index)
            else { throw .certificateEntry(index: index) }
            chain.append(certificate)
        }
        if let thumbprint = json[Member.thumbprint.rawValue], let leaf = chain.first {
            guard let text = thumbprint.string, haveSameBytes(text, Base64URL.encode(leaf.fingerprint)) else {
                throw .certificateThumbprint
            }
        }
        return chain
    }

    /// The member `x5c` for a chain, leaf first.
    public static func x5c(_ chain: [Certificate]) -> JSONValue {
        .array(chain.map { .string(Base64.encode($0.der)) })
    }
}
