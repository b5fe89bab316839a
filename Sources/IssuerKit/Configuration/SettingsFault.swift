/// What is wrong with the configuration file.
public enum SettingsFault: Sendable, Equatable {
    /// No object with `"schema": 1`.
    case schema
    /// A member that the file does not know.
    case unknownMember(String)
    /// A member that is missing or of the wrong form.
    case member(IssuerSettings.Member)

    var phrase: String {
        switch self {
        case .schema: "has no member 'schema' with the value 1"
        case .unknownMember(let name): "has the unknown member '\(name.prefix(64))'"
        case .member(let member): "has a missing or malformed member '\(member.rawValue)'"
        }
    }
}
