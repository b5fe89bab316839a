import IssuerKit
import JSON
import QRCode
import Rules
import Terminal

/// `issuer offer`: makes an offer that a wallet redeems.
enum OfferCommand {
    private static let type = Positional("TYPE", "the type, as 'issuer types' lists it")
    private static let claims = Option(
        "claims", "FILE", "the claims as a JSON object; - reads standard input", count: .required)
    private static let code = Flag("tx-code", "ask for a transaction code, which is printed once")
    private static let digits = Option(
        "tx-code-digits", "N", "how many digits the transaction code has (default 6)", as: .integer(6...32))
    private static let prompt = Option("tx-code-prompt", "TEXT", "what the wallet says beside the field for the code")
    private static let copies = Option(
        "copies", "N", "how many copies may be fetched in all (default: as the settings say)", as: .integer(1...100))
    private static let byValue = Flag("by-value", "put the whole offer into the link, for wallets that cannot fetch it")

    static let command = Command(
        "offer", "make an offer for one person",
        discussion:
            "Prints a link, good once and for ten minutes, and a QR code at a terminal. Whoever has the link can "
            + "redeem it; with --tx-code only together with the code, which is to travel on another way.",
        parameters: [IssuerProgram.directory, type, claims, code, digits, prompt, copies, byValue],
        examples: [
            Example("issuer offer po-box --claims examples/claims/po-box.json", "an offer without a code"),
            Example(
                "issuer offer identity --claims ana.json --tx-code --tx-code-prompt 'Code on your receipt'",
                "an offer with a code"),
        ]
    ) { call in
        let issuer = try IssuerProgram.folder(call).open()
        let given = try ClaimsInput.object(in: try call.required(claims))
        let wantsCode = call[code] || call[digits] != nil
        let made = try issuer.service.offers.offer(
            [(type: try call.required(type), claims: given)],
            transactionCode: wantsCode ? .digits(call[digits] ?? 6, prompt: call[prompt]) : .none,
            copyLimit: call[copies], at: Clock.system.now)
        let link = call[byValue] ? made.linkByValue : made.link
        var json: JSONObject = ["id": .string(made.issuance), "link": .string(link)]
        json["tx_code"] = made.transactionCode.map(JSONValue.string)
        json["expires_at"] = .string(made.expires.description)
        call.console.print(json: .object(json))
        showPicture(of: link, call)
        call.console.print(Text(link, limit: 65_536))
        if let code = made.transactionCode { call.console.say(Text("transaction code  ") + Text(code, .strong)) }
        call.console.say("issuance          \(made.issuance)  (for 'issuer revoke')")
        call.console.say("good until        \(made.expires.description)")
        return .done
    }

    /// A picture is for a person at a terminal; a program gets the link alone.
    private static func showPicture(of link: String, _ call: Invocation) {
        guard call.console.output.isTerminal, !call.console.mode.isJSON, !call.console.mode.isQuiet,
            let matrix = try? QRMatrix(link, correction: .medium)
        else { return }
        for line in matrix.lines(call.console.mode.isPlain ? .onDark : .coloured) {
            call.console.write(Array("\(line)\n".utf8))
        }
    }
}
