/// The host and port of a URL's authority.
struct URLHost {
    let name: String
    let address: IPAddress?
    let port: Int?

    init(authority: String) throws(HTTPError) {
        let bytes = Array(authority.utf8)
        guard !bytes.contains(0x40) else { throw .unusableURL(.userInformation) }
        let isBracketed = bytes.first == 0x5B
        let end: Int
        if isBracketed {
            guard let close = bytes.firstIndex(of: 0x5D) else { throw .unusableURL(.host) }
            end = close + 1
        } else {
            end = bytes.firstIndex(of: 0x3A) ?? bytes.count
        }
        port = try Self.port(bytes[end...])
        if isBracketed {
            guard case .v6(let high, let low) = IPAddress(String(decoding: bytes[1..<(end - 1)], as: UTF8.self))
            else { throw .unusableURL(.host) }
            address = .v6(high: high, low: low)
            name = IPAddress.v6(high: high, low: low).description
        } else {
            let text = ASCII.lowercased(String(decoding: bytes[..<end], as: UTF8.self))
            guard !text.isEmpty else { throw .unusableURL(.noHost) }
            if case .v4(let number)? = IPAddress(text) { address = .v4(number) } else { address = nil }
            guard address != nil || Self.isName(text) else { throw .unusableURL(.host) }
            name = text
        }
    }

    private static func port(_ bytes: ArraySlice<UInt8>) throws(HTTPError) -> Int? {
        guard let colon = bytes.first else { return nil }
        guard colon == 0x3A else { throw .unusableURL(.host) }
        guard bytes.count == 1 || bytes.dropFirst().first != 0x30 else { throw .unusableURL(.port) }
        guard let number = ASCII.smallNumber(bytes.dropFirst()), (1...65_535).contains(number)
        else { throw .unusableURL(.port) }
        return number
    }

    /// Letters, digits and hyphens in labels of at most 63; a last label that looks like a number would be read as an
    /// IPv4 address by some programs (`0x7f.1`, `127.1`).
    private static func isName(_ text: String) -> Bool {
        let labels = Array(text.utf8).split(separator: 0x2E, omittingEmptySubsequences: false)
        guard text.utf8.count <= 253, let last = labels.last, !looksNumeric(last) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != 0x2D && label.last != 0x2D
                && label.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D }
        }
    }

    private static func looksNumeric(_ label: ArraySlice<UInt8>) -> Bool {
        label.allSatisfy(ASCII.isDigit)
            || label.starts(with: "0x".utf8) && label.dropFirst(2).allSatisfy { ASCII.hexValue($0) != nil }
    }
}
