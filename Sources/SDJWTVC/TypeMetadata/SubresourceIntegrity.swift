import Bytes
public import Cryptography

/// The hashes that a document must have, as `vct#integrity`, `extends#integrity` and `uri#integrity` state them.
///
/// ```
/// sha256-9cLlJNXN-hash sha384-hash   hashes in base64, separated by white space
/// ```
///
/// Only the strongest hash function counts that is stated: a weaker one that fits helps nobody. Of several hashes of that
/// one, any may fit. Source: W3C Subresource Integrity §3.3, SD-JWT VC §7 (VC-05, VC-60).
public struct SubresourceIntegrity: Sendable, Hashable {
    /// The text as it was received.
    public let text: String
    private let algorithm: HashAlgorithm
    private let digests: [[UInt8]]

    /// The most bytes of a text, and the most hashes in it.
    private static let limits = (bytes: 4096, hashes: 16)

    /// Reads a value that came from outside.
    ///
    /// Functions that this program does not know are passed over; a hash of a known one must be well formed.
    /// - Throws: `integrityMalformed`, `integrityUnsupported` when no known function is stated.
    public init(parsing text: String) throws(TypeMetadataError) {
        let words = text.utf8.split { [0x09, 0x0A, 0x0C, 0x0D, 0x20].contains($0) }.compactMap { String($0) }
        guard text.utf8.count <= Self.limits.bytes, (1...Self.limits.hashes).contains(words.count) else {
            throw .integrityMalformed
        }
        var known: [(HashAlgorithm, [UInt8])] = []
        for word in words {
            // What stands behind a question mark is an option, and no option has a meaning so far.
            let expression = word.prefix { $0 != "?" }
            guard let dash = expression.firstIndex(of: "-"), dash != expression.startIndex else {
                throw .integrityMalformed
            }
            guard let algorithm = Self.algorithm(String(expression[..<dash])) else { continue }
            guard let digest = try? Base64.decode(String(expression[expression.index(after: dash)...])),
                digest.count == algorithm.byteCount
            else { throw .integrityMalformed }
            known.append((algorithm, digest))
        }
        guard let strongest = known.map(\.0).max(by: { $0.byteCount < $1.byteCount }) else {
            throw .integrityUnsupported
        }
        (self.text, algorithm) = (text, strongest)
        digests = known.filter { $0.0 == strongest }.map(\.1)
    }

    /// The value for a document of our own.
    public init(of document: [UInt8], _ algorithm: HashAlgorithm = .sha256) {
        let digest = algorithm.hash(document)
        (self.algorithm, digests) = (algorithm, [digest])
        text = "\(Self.name(algorithm))-\(Base64.encode(digest))"
    }

    /// Whether received octets are the ones that are meant.
    public func fits(_ octets: [UInt8]) -> Bool { digests.contains(algorithm.hash(octets)) }

    private static func name(_ algorithm: HashAlgorithm) -> String {
        switch algorithm {
        case .sha256: "sha256"
        case .sha384: "sha384"
        case .sha512: "sha512"
        }
    }

    /// Names are compared without regard to case, as Content Security Policy writes its grammar.
    private static func algorithm(_ name: String) -> HashAlgorithm? {
        HashAlgorithm.allCases.first { haveSameBytes(Self.name($0), name.lowercased()) }
    }
}
