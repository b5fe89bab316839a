import Files
import HTTP
import HTTPClient
import JSON
import Rules
import Terminal

/// `verifier proof`: fetches what proves to somebody else that a person confirmed a transaction.
enum ProofCommand {
    private static let id = Positional("ID", "the transaction")
    private static let out = Option("out", "FILE", "where the proof package is written")

    static let command = Command(
        "proof", "fetch the proof package of a confirmed transaction",
        discussion:
            "The package holds what was sent and what was presented, so that whoever carries the transaction out, "
            + "such as the payer's bank, can repeat the verification with 'verifier check --proof'. The service erases it "
            + "once it was fetched. It holds claims: keep it secret.",
        parameters: [id, out, AskedService.url, AskedService.key, AskedService.code],
        examples: [
            Example("verifier proof ID --out proof.json --api-key-file key.txt", "fetch the package"),
            Example("verifier check --proof proof.json", "repeat the verification"),
        ]
    ) { call in
        let path = try call.required(out)
        // Before the service gives away what it has only once.
        if Files.exists(path) { throw FilesError.exists(path: path) }
        let transaction = try call.required(id)
        let package = try AskedService(call).proof(id: transaction, responseCode: call[AskedService.code])
        try Files.write(Array((package.prettyText() + "\n").utf8), to: path, for: .owner, existing: .keep)
        call.console.print(json: ["transaction": .string(transaction), "file": .string(path)])
        call.console.say("written to \(path)")
        return .done
    }
}
