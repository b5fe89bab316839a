public import JSON

/// What is wrong with the configuration file.
public enum SettingsFault: Sendable, Equatable {
    /// No object with `"schema": 1`.
    case schema
    /// A member that is not known, missing, or not as the table of members says.
    case described(MemberTable.Fault)
    /// A member whose form is right and whose value is not.
    case member(IssuerSettings.Member)

    var phrase: String {
        switch self {
        case .schema: "has no member 'schema' with the value 1"
        case .described(let fault): "is wrong: the member \(fault.member) \(fault.problem)"
        case .member(let member): "has a missing or malformed member '\(member.rawValue)'"
        }
    }
}
