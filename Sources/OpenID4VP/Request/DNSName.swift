/// A host name that can be compared with the name in a certificate.
///
/// ASCII only, whole names, no wildcard, no trailing dot, no IP address. Source: CID-05.
struct DNSName: Hashable, Sendable {
    /// The name in lower case.
    let text: String

    init?(_ text: String) {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...253).contains(text.utf8.count), labels.allSatisfy(Self.isLabel) else { return nil }
        // An IPv4 address has the shape of a name; its last label is a number, which no host name ends in.
        guard let last = labels.last, !last.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.text = text.lowercased()
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count) && label.first != 0x2D && label.last != 0x2D
            && label.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
                default: false
                }
            }
    }
}
