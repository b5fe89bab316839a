import DCQL
import Files
import Glibc
import HTTP
import HTTPClient
import JSON
import QRCode
import Rules
import Terminal
import VerifierKit

/// `verifier ask`: drives a running service from the shell.
enum AskCommand {
    private static let query = Option("query", "FILE", "the DCQL query to ask")
    private static let transactionData = Option(
        "transaction-data", "FILE", "what is to be confirmed, such as a payment: a JSON object or an array of them")
    private static let template = Option("template", "NAME", "a question that the service keeps, instead of a query")
    private static let redirect = Option("redirect-uri", "URL", "where the browser goes afterwards, on the same device")
    private static let origin = Option(
        "origin", "ORIGIN",
        "print what a page of this origin calls the Digital Credentials API with, instead of a link for wallets")
    private static let result = Option("result", "ID", "do not ask: print what became of this transaction")
    private static let answer = Option(
        "answer", "FILE", "with --result: pass on first what the page got from the Digital Credentials API")
    private static let noWait = Flag("no-wait", "print the link and do not wait for the answer")
    private static let wait = Option("wait", "SECONDS", "how long to wait (default 300)", as: .integer(1...3600))

    private static let codeQuestion: Text = "Response code, or the whole address that the browser came to"

    static let command = Command(
        "ask", "ask a wallet through a running service, and wait for the answer",
        discussion:
            "With --redirect-uri the result is for whoever has the response code that the browser brings there: it is asked "
            + "for at the terminal once the wallet has answered. Without a terminal, give --no-wait, and the code later: "
            + "'verifier ask --result ID --response-code CODE'.",
        parameters: [
            query, template, transactionData, AskedService.url, AskedService.key, redirect, origin,
            result, answer, AskedService.code, noWait, wait,
        ],
        examples: [
            Example(
                "verifier ask --query address.json --api-key-file key.txt", "show a QR code and wait for the wallet"),
            Example(
                "verifier ask --query account.json --transaction-data payment.json --api-key-file key.txt",
                "have a payment confirmed"),
            Example(
                "verifier ask --query age.json --origin https://shop.example --no-wait --api-key-file key.txt > call.json",
                "ask through a page and the Digital Credentials API"),
            Example(
                "verifier ask --query age.json --redirect-uri https://shop.example/done --no-wait --api-key-file key.txt",
                "begin on one device, and print the page that the browser must open"),
            Example(
                "verifier ask --result ID --response-code CODE --api-key-file key.txt",
                "print what became of it, with the code that the browser brought"),
            Example(
                "verifier ask --result ID --answer answer.json --api-key-file key.txt",
                "pass on what the page got, and print what became of it"),
        ]
    ) { call in
        let service = try AskedService(call)
        if let id = call[result] {
            if let path = call[answer] {
                try service.passOn(try JSONValue(parsing: try CheckInput.read(path)), id: id)
            }
            return try show(try service.result(id: id, responseCode: call[AskedService.code]), call)
        }
        try requireCompleteness(call)
        var question = try question(call)
        question["transaction_data"] = try entries(call)
        question["redirect_uri"] = call[redirect].map(JSONValue.string)
        if let origin = call[origin] {
            (question["response_mode"], question["origin"]) = ("dc_api.jwt", .string(origin))
        }
        let (id, request, begun) = try service.create(question)
        // Only a browser that opened the page first is sent on with a code (SES-03); the link is for others.
        let page = call[redirect] == nil ? nil : begun["page"]?.string
        if call[noWait] {
            call.console.print(json: begun)
            call.console.print(Text(page ?? request, limit: 65_536))
            call.console.say("transaction \(id)")
            return .done
        }
        if let page {
            call.console.say("open this page in the browser on the device with the wallet:")
            call.console.say(Text(page, limit: 65_536))
            return try show(try waitedForCode(id, service, call), call)
        }
        if call[origin] == nil, call.console.output.isTerminal, let matrix = try? QRMatrix(request) {
            for line in matrix.lines(.coloured) { call.console.say(Text(line)) }
        }
        call.console.say(Text(request, limit: 65_536))
        return try show(try waited(for: id, service, call), call)
    }

    /// One object in the file is an array of one.
    private static func entries(_ call: Invocation) throws -> JSONValue? {
        guard let path = call[transactionData] else { return nil }
        let json = try JSONValue(parsing: try CheckInput.read(path))
        return json.array == nil ? [json] : json
    }

    /// The members of the request that say what is asked.
    private static func question(_ call: Invocation) throws -> JSONObject {
        guard let name = call[template] else {
            let bytes = try CheckInput.read(try call.required(query))
            return ["dcql_query": try DCQLQuery(parsing: bytes, reader: .verifier).json]
        }
        guard call[query] == nil else { throw TerminalError.exclusive(one: "--query", other: "--template") }
        return ["template": .string(name)]
    }

    /// What cannot come to an end is not begun.
    private static func requireCompleteness(_ call: Invocation) throws {
        guard call[answer] == nil, call[AskedService.code] == nil else {
            throw TerminalError.parameterMissing(name: "--result")
        }
        guard call[redirect] == nil || call[noWait] || call.console.dialogue.isPresent else {
            throw TerminalError.cannotAsk(
                question: codeQuestion.plain,
                way: "give --no-wait, and the code later: 'verifier ask --result ID --response-code CODE'")
        }
    }

    /// On one device: the result is there once the browser came back, for whoever has the code that it was sent on with.
    private static func waitedForCode(_ id: String, _ service: AskedService, _ call: Invocation) throws -> JSONValue {
        do {
            return try waited(for: id, service, call)
        } catch AskedServiceError.refused(403, let refusal) where refusal.code == "wrong_response_code" {
            let option = "--result \(id) --response-code CODE"
            let code = try call.console.ask(codeQuestion, option: option, accept: code(in:))
            return try service.result(id: id, responseCode: code)
        }
    }

    /// The code in what a person typed or pasted.
    private static func code(in text: String) -> String? {
        guard let address = try? WebURL(parsing: text) else { return text.isEmpty ? nil : text }
        return try? address.queryFields().first { $0.name == "response_code" }?.value
    }

    private static func waited(for id: String, _ service: AskedService, _ call: Invocation) throws -> JSONValue {
        let seconds = call[wait] ?? 300
        for elapsed in 0..<(seconds * 2) {
            let state = try service.result(id: id, responseCode: nil)
            guard state["state"] == "open" else { return state }
            call.console.progress("waiting for the wallet, \(elapsed / 2) s")
            usleep(500_000)
        }
        return try service.result(id: id, responseCode: nil)
    }

    private static func show(_ state: JSONValue, _ call: Invocation) throws -> ExitCode {
        call.console.print(json: state)
        let word = state["state"]?.string ?? ""
        let isAccepted = word == "accepted"
        call.console.print(Text(word, isAccepted ? .good : word == "open" ? .caution : .bad))
        if let error = state["wallet_error"]?.string { call.console.print("  the wallet answered: \(error)") }
        if let refusal = state["report"]?["refusal"] {
            call.console.print(
                "  \(refusal["rule"]?.string ?? "") \(refusal["code"]?.string ?? ""): \(refusal["detail"]?.string ?? "")"
            )
            call.console.print("  what to do: \(refusal["hint"]?.string ?? "")")
        }
        for credential in state["report"]?["credentials"]?.array ?? [] { showCredential(credential, call) }
        if let claims = state["claims"] { call.console.print("  claims \(Text(claims.text, limit: 100_000))") }
        return isAccepted ? .done : .failed
    }

    private static func showCredential(_ credential: JSONValue, _ call: Invocation) {
        call.console.print("  presentation '\(credential["query"]?.string ?? "")'")
        call.console.print("    type        \(credential["type"]?.string ?? "unknown")")
        call.console.print("    issuer      \(credential["issuer"]?.string ?? "unknown")")
        call.console.print("    trusted by  \(credential["trust"]?["anchor"]?.string ?? "nobody")")
        let isBound = credential["key_binding"]?["holder_bound"]?.bool == true
        call.console.print("    key binding \(isBound ? "proven" : "not proven")")
        let status = credential["status"]
        call.console.print("    status      \(status?["name"]?.string ?? status?["state"]?.string ?? "unknown")")
        let revealed = credential["revealed"]?.array?.compactMap(\.string) ?? []
        call.console.print("    revealed    \(revealed.joined(separator: ", "))")
    }
}
