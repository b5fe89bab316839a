import Cryptography
import Rules
import Terminal

@main
struct Main {
    static func main() { ConformanceProgram.program.main() }
}

/// The commands of `conformance`.
enum ConformanceProgram {
    static let program = Program(
        "conformance", version: "0.1.0", "test any implementation with the vectors of Carnet",
        discussion: """
            The vectors are files of the folder vectors/. Without a shim they test Carnet itself; a shim lets them test \
            another implementation, in any language.
            """,
        commands: [RunCommand.command, ShimCommand.command, CoverageCommand.command, GenerateCommand.command],
        examples: [
            Example("conformance run vectors", "test Carnet"),
            Example("conformance run --suite sdjwt --shim 'python3 shim.py'", "test another implementation"),
            Example("conformance coverage --built", "which rules have no test yet"),
        ],
        libraries: { LibraryVersions.cryptography }, before: { try SelfTest.run() })
}
