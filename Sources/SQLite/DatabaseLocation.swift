/// Where a database lives.
enum DatabaseLocation: Sendable, Equatable {
    /// A file; the path is absolute and its folder holds no links.
    case file(String)
    /// This process's memory, gone with the connection.
    case memory

    /// What errors call it.
    var name: String {
        switch self {
        case .file(let path): path
        case .memory: "in memory"
        }
    }

    /// What SQLite calls it.
    var fileName: String {
        switch self {
        case .file(let path): path
        case .memory: ":memory:"
        }
    }

    /// The name as a URI that promises SQLite that nobody changes the file.
    var immutableURI: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var name: [UInt8] = []
        for byte in fileName.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: name.append(byte)
            default: name += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return "file:\(String(decoding: name, as: UTF8.self))?immutable=1"
    }
}
