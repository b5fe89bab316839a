import CZlib
import CredentialModel
import Cryptography
import JOSE
import TokenStatusList

/// Reading a status list of a million entries.
enum StatusListSubjects {
    static let all = [
        Subject(
            name: "status-check-1048576", work: "verify a list of 2^20 entries of 1 bit, 1 % revoked, and read one",
            limit: "its bare signature check and zlib's uncompress", measure: measure)
    ]

    private static let uri = "https://post.example/lists/1"

    private static func measure() throws -> Measurement {
        let key = try SoftwareKey(generating: .p256)
        var list = try StatusList(count: 1 << 20, bits: 1)
        for index in stride(from: UInt64(7), to: 1 << 20, by: 100) { try list.set(.invalid, at: index) }
        let publication = StatusListPublication(uri: uri, issuedAt: Samples.time)
        let token = Array(try publication.signed(list, by: key).utf8)
        let compressed = try list.compressed()
        let bare = try BareSignature(try CompactJWS(parsing: token), by: key.publicKey)
        var inflated = [UInt8](repeating: 0, count: 1 << 17)
        return Measurement(
            try Turns(
                ours: {
                    let verified = try UnverifiedStatusListToken(parsing: token)
                        .verified(by: key.publicKey, for: uri, at: Samples.time)
                    guard try verified.list.status(at: 107) == .invalid else {
                        throw BenchError.broken(what: "the list says something else")
                    }
                },
                limit: {
                    try bare.check()
                    var count = uLongf(inflated.count)
                    guard unsafe uncompress(&inflated, &count, compressed, uLong(compressed.count)) == Z_OK else {
                        throw BenchError.broken(what: "zlib does not inflate the list")
                    }
                }), unit: .milliseconds)
    }
}
