import Cryptography

@testable import Certificates

/// Takes a certificate apart, lets the test change a piece, and signs it anew: for certificates that no template makes.
struct Forge {
    /// The elements of what is signed, each with its head.
    ///
    ///     0 version | 1 serial | 2 algorithm | 3 issuer | 4 validity | 5 subject | 6 key | 7 extensions
    var fields: [[UInt8]]
    /// The algorithm beside what is signed.
    var outerAlgorithm: [UInt8]
    private let signature: [UInt8]

    init(_ certificate: Certificate) {
        let parts = Self.elements(Self.content(certificate.der))
        fields = Self.elements(Self.content(parts[0]))
        (outerAlgorithm, signature) = (parts[1], parts[2])
    }

    /// The extensions, each with its head.
    var extensions: [[UInt8]] {
        get { Self.elements(Self.content(Self.content(fields[7]))) }
        set { fields[7] = DERWriter.element(0xA3, DERWriter.element(0x30, newValue.flatMap(\.self))) }
    }

    mutating func removeExtension(_ identifier: [UInt]) {
        extensions.removeAll { Self.elements(Self.content($0))[0] == DERWriter.identifier(identifier) }
    }

    mutating func setExtension(_ identifier: [UInt], critical: Bool = false, _ content: [UInt8]) {
        removeExtension(identifier)
        extensions.append(
            DERWriter.sequence(
                DERWriter.identifier(identifier), critical ? DERWriter.boolean(true) : [],
                DERWriter.octetString(content)))
    }

    /// Both algorithms, the signed one and the one beside it.
    mutating func setAlgorithm(_ algorithm: [UInt8]) { (fields[2], outerAlgorithm) = (algorithm, algorithm) }

    mutating func setValidity(_ notBefore: (tag: UInt8, text: String), _ notAfter: (tag: UInt8, text: String)) {
        fields[4] = DERWriter.sequence(
            DERWriter.element(notBefore.tag, Array(notBefore.text.utf8)),
            DERWriter.element(notAfter.tag, Array(notAfter.text.utf8)))
    }

    /// The bytes, signed with a P-256 key.
    func der(signedBy key: SoftwareKey?) throws -> [UInt8] {
        guard let key else { throw TestChain.NoKey() }
        let content = DERWriter.element(0x30, fields.flatMap(\.self))
        let raw = try key.sign(content)
        let signature = DERWriter.sequence(
            DERWriter.integer(Array(raw[..<32])), DERWriter.integer(Array(raw[32...])))
        return DERWriter.sequence(content, outerAlgorithm, DERWriter.bitString(signature))
    }

    /// What a DER value holds; the certificates of these tests have lengths below 64 KiB.
    static func content(_ element: [UInt8]) -> [UInt8] { Array(element[headCount(element[...])...]) }

    static func elements(_ content: [UInt8]) -> [[UInt8]] {
        var (rest, elements) = (content[...], [[UInt8]]())
        while !rest.isEmpty {
            let head = headCount(rest)
            let lengthBytes =
                rest[rest.startIndex + 1] < 0x80
                ? [rest[rest.startIndex + 1]] : Array(rest.dropFirst(2).prefix(head - 2))
            let length = lengthBytes.reduce(0) { $0 << 8 | Int($1) }
            elements.append(Array(rest.prefix(head + length)))
            rest = rest.dropFirst(head + length)
        }
        return elements
    }

    private static func headCount(_ element: ArraySlice<UInt8>) -> Int {
        let length = element[element.startIndex + 1]
        return length < 0x80 ? 2 : 2 + Int(length & 0x7F)
    }
}
