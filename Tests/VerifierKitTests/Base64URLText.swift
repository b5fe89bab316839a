import Bytes

enum Base64URLText {
    static func decode(_ text: String) throws -> [UInt8] { try Base64URL.decode(text) }
}
