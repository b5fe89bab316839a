import JSON
import Rules
import Terminal
import VerifierKit

/// `verifier template`: the questions that all backends can ask by name.
enum TemplateCommand {
    private static let name = Positional("NAME", "1 to 64 small letters, digits and hyphens, such as over-18")
    private static let file = Positional("FILE", "purpose and dcql_query as JSON; - reads standard input")

    static let command = Command(
        "template", "keep questions that backends ask by name",
        discussion:
            "A running service sees the change with the next request. Backends keep others of their own with PUT "
            + "/v1/templates/NAME.",
        subcommands: [
            Command(
                "list", "list the questions", parameters: [VerifierProgram.directory],
                examples: [Example("verifier template list", "which questions there are, and why they are asked")],
                action: list),
            Command(
                "add", "keep a question, in place of the one of that name",
                parameters: [VerifierProgram.directory, name, file],
                examples: [
                    Example("verifier template add over-18 examples/templates/over-18.json", "ask for it by name")
                ],
                action: add),
            Command(
                "remove", "forget a question", parameters: [VerifierProgram.directory, name],
                examples: [Example("verifier template remove over-18", "backends cannot ask it any more")],
                action: remove),
        ])

    private static func list(_ call: Invocation) throws -> ExitCode {
        let templates = try VerifierProgram.folder(call).openStore().templates(for: .house)
        var table = Table([.init("name"), .init("written"), .init("purpose")])
        for template in templates {
            table.append([
                "\(template.name)", "\(template.updatedAt)", Text(template.purpose?.text(in: "en").text ?? ""),
            ])
        }
        call.console.print(table)
        call.console.print(json: .array(templates.map(\.json)))
        return .done
    }

    private static func add(_ call: Invocation) throws -> ExitCode {
        let template = try QuestionTemplate(
            name: try call.required(name), keeper: .house, at: Clock.system.now,
            try JSONValue(parsing: try CheckInput.read(try call.required(file))))
        let isNew = try VerifierProgram.folder(call).openStore().put(template)
        call.console.print(json: template.json)
        call.console.print("the question '\(template.name)' is \(isNew ? "kept" : "replaced")")
        return .done
    }

    private static func remove(_ call: Invocation) throws -> ExitCode {
        let name = try call.required(name)
        guard try VerifierProgram.folder(call).openStore().removeTemplate(name, of: .house) else {
            throw VerifierKitError.noSuchTemplate
        }
        call.console.print(json: ["name": .string(name), "removed": true])
        call.console.print("the question '\(name)' is forgotten")
        return .done
    }
}
