import Cryptography
import HTTP
import JSON
import Terminal
import VerifierKit

/// `verifier console`: the operator's password for `/console`.
enum ConsoleCommand {
    private static let file = Option("password-file", "FILE", "read the password from the first line of a file")
    private static let descriptor = Option(
        "password-fd", "N", "read the password from an open file descriptor", as: .integer(0...1023))

    static let command = Command(
        "console", "set the password of the operator's page /console",
        subcommands: [
            Command(
                "password", "set the operator's password, or replace it",
                discussion:
                    "12 characters or more; several words are easier to remember than signs. Without a password "
                    + "there is no console. A running service takes the new one at once, and ends all sessions.",
                parameters: [VerifierProgram.directory, file, descriptor],
                examples: [Example("verifier console password", "asks for the password, twice")], action: setPassword)
        ])

    private static func setPassword(_ call: Invocation) throws -> ExitCode {
        try call.refuseBoth(file, descriptor)
        let folder = VerifierProgram.folder(call)
        // Before anybody types a password for a verifier that is not there.
        let address = try folder.configuration().publicURL
        let source: SecretSource =
            if let path = call[file] { .file(path) } else { call[descriptor].map { .descriptor(Int32($0)) } ?? .prompt }
        let typed = try call.console.newSecret("Operator's password", from: source)
        let secret = try typed.withBytes { span throws(CryptographyError) in try SecretBytes(copying: span) }
        try folder.set(try ConsolePassword(secret, random: SystemRandom()))
        let page = address.text.hasSuffix("/") ? "\(address.text)console" : "\(address.text)/console"
        call.console.print(json: ["console": .string(page)])
        call.console.print("the password is set; the console is at \(page)")
        return .done
    }
}
