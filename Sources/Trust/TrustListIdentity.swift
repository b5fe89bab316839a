import Bytes
import Certificates
import Cryptography

/// Who an entity of a list is, by what stays the same when the list is written anew.
///
/// In this order: its number in a register (`TETradeName`, such as `VATDE-123456789`), the number in the subject of its
/// certificates, its English name, its name in the first language by tag. The first that is there names it; the others
/// are names by which blocks find it too.
struct TrustListIdentity {
    /// What people call it.
    let name: String
    /// The digest that names it.
    let primary: String
    /// The digests of everything else that names it.
    let others: [String]

    init(
        names: [(language: String, value: String)], shown: String, tradeNames: [String], certificates: [Certificate]
    ) {
        let english = names.first { ["en", "EN"].contains($0.language) || $0.language.hasPrefix("en-") }?.value
        let any = names.min { $0.language < $1.language }?.value
        let candidates =
            tradeNames.filter(Self.isRegistered) + certificates.compactMap(\.subject.organizationIdentifier)
            + [english ?? any ?? shown]
        var digests: [String] = []
        for text in candidates {
            let digest = Hex.encode(Array(HashAlgorithm.sha256.hash(Array(text.utf8)).prefix(8)))
            if !digests.contains(digest) { digests.append(digest) }
        }
        name = english ?? shown
        primary = digests.first ?? ""
        others = Array(digests.dropFirst())
    }

    /// Three letters for the register, two for the country, a hyphen: ETSI EN 319 412-1 §5.1.4.
    private static func isRegistered(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count > 6 && bytes[..<5].allSatisfy { (0x41...0x5A).contains($0) } && bytes[5] == 0x2D
    }
}
