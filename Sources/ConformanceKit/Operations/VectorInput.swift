import Bytes
import JOSE
import JSON
import Rules

/// The input of a test, read by the operation that needs it.
struct VectorInput {
    private let members: JSONObject

    init(_ members: JSONObject) { self.members = members }

    subscript(_ name: String) -> JSONValue? { members[name] }

    /// A member that the operation cannot do without.
    func value(_ name: String) throws -> JSONValue {
        guard let value = members[name] else { throw JSONMemberError.missing(member: name) }
        return value
    }

    func text(_ name: String) throws -> String { try members.string(name) }

    func time(_ name: String = "time") throws -> UnixTime { UnixTime(seconds: try members.integer(name)) }

    func count(_ name: String) throws -> Int { Int(clamping: try members.integer(name)) }

    func hex(_ name: String) throws -> [UInt8] { try Hex.decode(try members.string(name)) }

    /// `algorithms`, which are all supported ones when the test does not say.
    func algorithms() throws -> [SignatureAlgorithm] {
        try members.stringsIfPresent("algorithms")?.map(SignatureAlgorithm.init(rawValue:))
            ?? SignatureAlgorithm.supported
    }

    /// `encryptions`, which are all known ones when the test does not say.
    func encryptions() throws -> [ContentEncryption] {
        try members.stringsIfPresent("encryptions")?.compactMap(ContentEncryption.init(rawValue:))
            ?? ContentEncryption.allCases
    }
}
