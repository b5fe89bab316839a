import Files
import Rules

/// Finds the types that come with the program: of an installed one in `share/carnet/types` beside its `bin`, of one that
/// was just built in `examples/types` of its source tree.
///
/// They are looked for from where the program lies, never from where it was called: a folder that happens to stand there
/// must not decide what an operator issues.
enum ShippedTypes {
    static func folder() throws(ShippedTypesError) -> String {
        let programs = parent(of: Files.program ?? "")
        let installed = "\(parent(of: programs))/share/carnet/types"
        var candidates = [installed]
        var above = programs
        for _ in 0..<levels {
            above = parent(of: above)
            candidates.append("\(above)/examples/types")
        }
        guard let found = candidates.first(where: Files.isFolder) else {
            throw .missing(programs: programs, installed: installed)
        }
        return found
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// A program in `.build/<platform>/<configuration>` is three levels below its source tree, and a fourth with a build
    /// folder of its own.
    private static let levels = 4
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
