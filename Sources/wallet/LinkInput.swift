import Files
import QRCode
import Terminal

/// Reads a link from the command line, a file, standard input, or a picture of a QR code.
enum LinkInput {
    static func read(_ text: String) throws -> String {
        if text.contains(":"), !Files.exists(text) { return text }
        let bytes = try Files.read(text == "-" ? "/dev/stdin" : text, limitBytes: 20 << 20)
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            let links = try QRReader().texts(inPNG: bytes)
            if let link = links.first { return link }
        }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
}
