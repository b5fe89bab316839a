/// A folder that comes with the programs: of an installed one in `share/carnet` beside its `bin`, of one that was just built
/// in `examples` of its source tree.
///
/// It is looked for from where the program lies, never from where it was called: a folder that happens to stand there must
/// not decide what an operator issues or a wallet believes.
public struct ShippedFolder: Sendable, Hashable {
    /// Where the program lies.
    public let programs: String
    /// Where the folder of an installed program is.
    public let installed: String
    /// Where it was found; nil for nowhere.
    public let path: String?

    /// Looks for a folder of that name.
    public init(_ name: String) {
        programs = Self.parent(of: Files.program ?? "")
        installed = "\(Self.parent(of: programs))/share/carnet/\(name)"
        var candidates = [installed]
        var above = programs
        for _ in 0..<Self.levels {
            above = Self.parent(of: above)
            candidates.append("\(above)/examples/\(name)")
        }
        path = candidates.first(where: Files.isFolder)
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// A program in `.build/<platform>/<configuration>` is three levels below its source tree, and a fourth with a build
    /// folder of its own.
    private static let levels = 4
}
