import Files
import Rules

/// Finds the types that come with the program.
enum ShippedTypes {
    static func folder() throws(ShippedTypesError) -> String {
        let shipped = ShippedFolder("types")
        guard let path = shipped.path else {
            throw .missing(programs: shipped.programs, installed: shipped.installed)
        }
        return path
    }
}

/// Why the types that come with the program cannot be used.
enum ShippedTypesError: RuleError {
    /// They are not where the program was installed.
    case missing(programs: String, installed: String)

    var refusal: Refusal {
        switch self {
        case .missing(let programs, let installed):
            Refusal(
                "CLI-05", "types_missing", "the program in \(programs) comes without its credential types",
                hint: "install with 'make install', which puts them into \(installed), or name a folder with --types")
        }
    }
}
