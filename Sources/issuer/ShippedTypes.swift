import Files
import IssuerKit

/// Finds the types that come with the program: beside an installed one in `share/carnet/types`, in a source tree in
/// `examples/types`.
enum ShippedTypes {
    static func folder() throws(IssuerKitError) -> String {
        let program = CommandLine.arguments.first ?? ""
        let place = program.lastIndex(of: "/").map { String(program[..<$0]) } ?? "."
        var candidates = ["\(place)/../share/carnet/types", "examples/types", "/usr/local/share/carnet/types"]
        candidates += (1...levels).map { "\(place)/\(String(repeating: "../", count: $0))examples/types" }
        guard let found = candidates.first(where: Files.isFolder) else {
            throw .files(.notFound(path: "share/carnet/types beside \(place); name the folder with --types"))
        }
        return found
    }

    /// A program in `.build/<platform>/<configuration>` is three levels below its source tree.
    private static let levels = 4
}
