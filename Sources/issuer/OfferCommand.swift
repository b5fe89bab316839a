import Files
import IssuerKit
import JSON
import QRCode
import Rules
import Terminal

/// `issuer offer`: makes an offer for one person.
enum OfferCommand {
    private static let type = Positional("TYPE", "the credential type, by the name of its file, such as identity")
    private static let claims = Option("claims", "FILE", "the claims as a JSON object")
    private static let code = Flag("tx-code", "ask for a transaction code, which is printed to be given on another way")
    private static let prompt = Option("tx-code-prompt", "TEXT", "what the wallet says where to find the code")
    private static let byValue = Flag("by-value", "put the whole offer into the link")

    static let command = Command(
        "offer", "make an offer for one person",
        discussion:
            "Prints a link that the person's wallet takes. Whoever has the link can take the credential, unless a "
            + "transaction code is asked for; give that code on another way than the link.",
        parameters: [IssuerProgram.directory, type, claims, code, prompt, byValue],
        examples: [
            Example("issuer offer identity --claims ada.json --tx-code", "offer an identity credential with a code")
        ]
    ) { call in
        let opened = try IssuerProgram.folder(call).open()
        let object = try ClaimsInput.object(in: try call.required(claims))
        let made = try opened.service.offers.offer(
            [(type: try call.required(type), claims: object)],
            transactionCode: call[code] ? .digits(6, prompt: call[prompt]) : .none, at: Clock.system.now)
        let link = call[byValue] ? made.linkByValue : made.link
        var json: JSONObject = [
            "id": .string(made.issuance), "link": .string(link), "expires_at": .string(made.expires.description),
        ]
        json["tx_code"] = made.transactionCode.map(JSONValue.string)
        call.console.print(json: .object(json))
        if call.console.output.isTerminal, let matrix = try? QRMatrix(link) {
            for line in matrix.lines(.coloured) { call.console.say(Text(line)) }
        }
        call.console.print(Text(link, limit: 65_536))
        call.console.say("offer \(made.issuance), good until \(made.expires)")
        if let code = made.transactionCode { call.console.say("transaction code, shown once: \(Text(code, .strong))") }
        return .done
    }
}
