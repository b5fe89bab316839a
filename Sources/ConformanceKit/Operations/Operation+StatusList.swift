import JSON
import Rules
import TokenStatusList

extension Operation {
    /// Input: `status_list` as the token holds it, or the inflated list as `packed` (hex) with `bits`; `idx`. Output: the
    /// value of the entry, in decimal.
    static func readStatusList(_ input: VectorInput) throws -> JSONValue {
        let list: StatusList
        if let claim = input["status_list"]?.object {
            list = try StatusList(claim)
        } else {
            list = try StatusList(packed: try input.hex("packed"), bits: try input.count("bits"))
        }
        guard let index = UInt64(exactly: try input.value("idx").integer ?? -1) else {
            throw JSONMemberError.missing(member: "idx")
        }
        return .string(String(try list.status(at: index).rawValue))
    }
}
