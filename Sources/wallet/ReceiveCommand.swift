import CredentialModel
import Files
import JSON
import OpenID4VCI
import OpenID4VP
import QRCode
import ReportView
import Rules
import Terminal
import WalletKit

/// `wallet receive`: takes in what an issuer offers.
enum ReceiveCommand {
    private static let offer = Positional(
        "OFFER", "the offer: a link, a file with it, a PNG picture of a QR code, or - for standard input")
    private static let code = Option(
        "tx-code", "CODE", "the code that the issuer gave on another way; asked for when absent")
    private static let copies = Option(
        "copies", "N", "how many copies to ask for (default as many as the issuer gives, up to 10)",
        as: .integer(1...100))

    static let command = Command(
        "receive", "take in the credentials that an issuer offers",
        discussion: "Shows who offers what, asks before anything is fetched, verifies every copy, and stores all or "
            + "nothing. Each copy has a key of its own and is shown to one verifier only.",
        parameters: [offer, code, copies],
        examples: [
            Example(
                "wallet receive 'openid-credential-offer://?credential_offer_uri=…'", "take in an offer by its link"),
            Example("wallet receive offer.png", "take in an offer from a picture of its QR code"),
        ]
    ) { call in
        let open = OpenWallet(call)
        let text = try LinkInput.read(try call.required(offer))
        let hosts: HostPolicy = open.network == .loopbackAllowed ? .loopbackToo : .publicHosts
        let link = try CredentialOfferLink(parsing: text, hosts: hosts)
        call.console.inform("the offer names the host \(Text(link.host, .strong))")
        guard try call.console.confirm("Contact it?", preset: .yes) else { return .declined }
        let wallet = try open.wallet()
        let plan = try wallet.receiver.plan(try wallet.receiver.offer(link))
        show(plan, call)
        try wallet.requireTrustedIssuers(for: plan)
        try wallet.requireRoom()
        guard try call.console.confirm("Receive \(plan.configurations.count == 1 ? "it" : "them")?", preset: .yes)
        else {
            return .declined
        }
        let authorized = try authorize(plan, wallet, call)
        call.console.progress("receiving and verifying")
        let issuance = try wallet.receive(authorized, copies: call[copies] ?? 10)
        call.console.print(
            json: [
                "credentials": .array(
                    issuance.items.map { item in
                        .object(
                            JSONObject([
                                ("id", .string(item.credential.id)), ("type", .string(item.credential.type)),
                                ("copies", .integer(Int64(item.credential.copies))), ("report", item.report.json),
                            ]))
                    })
            ])
        for item in issuance.items {
            let name = Names(call).name(of: item.credential)
            call.console.print(
                Text("stored ", .good) + Text(item.credential.id, .strong)
                    + Text("  \(name), \(item.credential.copies) copies"))
            if case .unknown(let why) = item.report.credentials.first?.status {
                call.console.warn("its status is not known yet: \(Text(why)); 'wallet status' asks again")
            }
        }
        return .done
    }

    private static func show(_ plan: IssuancePlan, _ call: Invocation) {
        call.console.inform("issuer      \(Text(plan.metadata.issuer.text, .strong))")
        for configuration in plan.configurations {
            let name = Names(call).name(in: CredentialLabels(configuration))
            call.console.inform(
                name.map { "credential  \($0, .strong)  \(configuration.vct)" } ?? "credential  \(configuration.vct)")
        }
        for warning in plan.warnings { call.console.warn("\(Text(String(describing: warning)))") }
    }

    /// A mistyped code may be typed again; the issuer counts the tries (TOKEN-22).
    private static func authorize(
        _ plan: IssuancePlan, _ wallet: Wallet, _ call: Invocation
    ) throws -> AuthorizedIssuance {
        guard let input = plan.transactionCode else {
            return try wallet.receiver.authorized(plan, transactionCode: nil)
        }
        if let given = call[code] { return try wallet.receiver.authorized(plan, transactionCode: given) }
        if let prompt = input.prompt { call.console.say("the issuer says: \(prompt.description)") }
        while true {
            let typed: String = try call.console.ask("Transaction code", option: "--tx-code") { $0.isEmpty ? nil : $0 }
            do throws(OpenID4VCIError) {
                return try wallet.receiver.authorized(plan, transactionCode: typed)
            } catch {
                guard case .refusedByPeer(_, let body) = error, body.code == .invalidGrant else { throw error }
                call.console.warn("the issuer did not take the code; it allows a few tries only")
                guard try call.console.confirm("Try again?", preset: .yes) else { throw error }
            }
        }
    }
}
