import ConformanceKit
import Files
import JSON
import Terminal

/// `conformance generate`
enum GenerateCommand {
    static let folder = Option("into", "DIR", "the folder of the vectors (default: vectors)")
    static let check = Flag("check", "write nothing, and fail when a file is not up to date")

    static let command = Command(
        "generate", "write the vector files that have a generator",
        discussion: "Keys and randomness of the generators are fixed, so that the same bytes come out every time.",
        parameters: [folder, check],
        examples: [Example("conformance generate --check", "whether the files are up to date")], action: run)

    private static func run(_ call: Invocation) throws -> ExitCode {
        let folder = call[folder] ?? "vectors"
        var outdated: [String] = []
        for (path, bytes) in try VectorGenerator.texts() {
            let place = "\(folder)/\(path)"
            let present = Files.exists(place) ? try Files.read(place, limitBytes: 64 << 20) : []
            guard present != bytes else { continue }
            outdated.append(place)
            guard !call[check] else { continue }
            try Files.write(bytes, to: place, for: .everyone, existing: .replace)
            call.console.print("wrote \(place)")
        }
        call.console.print(json: .array(outdated.map(JSONValue.string)))
        guard !call[check] || outdated.isEmpty else { throw ConformanceError.vectorsOutdated(files: outdated) }
        return .done
    }
}
