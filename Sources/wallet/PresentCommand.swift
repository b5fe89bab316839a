import CredentialModel
import DCQL
import Files
import HTTP
import JSON
import OpenID4VP
import Rules
import Terminal
import Trust
import WalletKit

/// `wallet present`: answers a verifier.
enum PresentCommand {
    private static let request = Positional(
        "REQUEST", "the request: a link, a file with it, a PNG picture of a QR code, or - for standard input")
    private static let pick = Option(
        "pick", "QUERY=ID", "answer this query with that credential instead of the recommended one", count: .any)
    private static let dryRun = Flag("dry-run", "show what would be presented, and send nothing")
    private static let otherTypes = Flag(
        "other-types", "also answer with credentials whose type extends the one that is asked for")
    private static let againstPolicy = Flag(
        "against-policy", "also answer with credentials that their issuers do not permit to be shown to this verifier")
    private static let origin = Option(
        "origin", "ORIGIN",
        "the request is what a page of this origin would call the Digital Credentials API with; needs --out or --dry-run"
    )
    private static let out = Option("out", "FILE", "write the response into a file instead of sending it")

    static let command = Command(
        "present", "answer a verifier's request",
        discussion:
            "Shows who asks, how sure that is, what is asked, what you would confirm, such as a payment, and what "
            + "each answer would reveal; asks before anything is sent. Exits with 4 when you decline.",
        parameters: [request, pick, otherTypes, againstPolicy, dryRun, out, origin],
        examples: [
            Example("wallet present 'openid4vp://?client_id=…&request_uri=…'", "answer a request by its link"),
            Example("wallet present request.png --dry-run", "see what a request would reveal"),
            Example(
                "wallet present call.json --origin https://shop.example --out answer.json",
                "answer a page's call of the Digital Credentials API, by hand"),
        ]
    ) { call in
        let input = try call.required(request)
        if call[origin] != nil, call[out] == nil, !call[dryRun] { throw TerminalError.parameterMissing(name: "--out") }
        let digital = try digital(input, call)
        let link = digital == nil ? try LinkInput.read(input) : ""
        // Before a copy is used up for it.
        if let path = call[out], Files.exists(path) { throw FilesError.exists(path: path) }
        let (wallet, methods) = try OpenWallet(call).authenticated(matching: call[otherTypes] ? .ownAndOther : .own)
        let policies = call[againstPolicy] ? PolicyHeed.leftToThePerson : .heeded
        var proposal =
            if let digital {
                try wallet.proposal(for: digital.request, from: digital.origin, policies: policies)
            } else {
                try wallet.proposal(
                    for: link, tellsVerifier: !call[dryRun] && call[out] == nil, policies: policies)
            }
        show(proposal, call)
        do { proposal = try looking(proposal, wallet, call) } catch {
            wallet.noteUnanswered(proposal)
            throw error
        }
        let transactions = TransactionView(proposal: proposal)
        guard let choice = try chosen(proposal, call) else {
            transactions.show(nil, call)
            return try nothingAnswers(proposal, wallet, call)
        }
        let signing = try proposal.signing(choice)
        transactions.show(choice, call)
        show(choice, proposal, call)
        transactions.show(signing, choice, call)
        if call[dryRun] {
            call.console.print(json: json(choice, proposal, state: "dry_run", redirect: nil))
            return .done
        }
        guard try call.console.confirm(transactions.question(choice)) else {
            goOn(try wallet.decline(proposal), call)
            call.console.say("nothing was shared")
            return .declined
        }
        let response = try wallet.response(to: proposal, choice: choice, authenticatedBy: methods)
        if let path = call[out] {
            let bytes: [UInt8]
            if let digital {
                bytes = try DigitalCredentialAnswer(
                    response, to: digital.request.exchange, encryptedTo: proposal.request.encryption
                ).json.serialized()
            } else {
                bytes = try response.form(encryptedTo: proposal.request.encryption).bytes
            }
            try wallet.noteHandedOver(choice, for: proposal)
            try Files.write(bytes, to: path, for: .owner, existing: .keep)
            let url = proposal.request.target.url
            call.console.say(
                "written to \(path); \(url.map { "post it to \($0.text)" } ?? "it is for the page that asked")")
            call.console.print(json: json(choice, proposal, state: "written", redirect: nil))
            return .done
        }
        let outcome = try wallet.send(response, for: proposal, choice: choice)
        let state = outcome.isDelivered ? "presented" : "handed_over"
        call.console.print(json: json(choice, proposal, state: state, redirect: outcome.redirectURI))
        call.console.print(
            outcome.isDelivered
                ? Text("presented", .good) + Text(" to \(proposal.authenticated.verifier.name)")
                : Text("not presented yet: ", .caution) + Text("the link below carries your answer"))
        goOn(outcome.redirectURI, call)
        return .done
    }

    /// Asks before anybody is asked who would learn by it that the person may hold such a credential, where nothing can be
    /// signed otherwise (DSEL-10). A trial asks nobody.
    private static func looking(
        _ proposal: PresentationProposal, _ wallet: Wallet, _ call: Invocation
    ) throws -> PresentationProposal {
        let picked = try picks(proposal, call).map(\.credentialID)
        let lookUps = proposal.lookUps.filter { picked.isEmpty || picked.contains($0.credentialID) }
        guard !lookUps.isEmpty, try !isAnswered(proposal, call) else { return proposal }
        let names = Names(call)
        for lookUp in lookUps {
            let name = proposal.credentials[lookUp.credentialID].map(names.name(of:)) ?? ""
            let hosts = lookUp.hosts.joined(separator: ", ")
            call.console.warn(
                Text("what \(name) (\(lookUp.credentialID)) signs is not known here and would be looked up at \(hosts)")
            )
        }
        call.console.inform(
            "  whoever answers there, or where those documents lead, learns that somebody here asks now")
        guard !call[dryRun] else {
            call.console.inform("  not looked up, since this is a trial")
            return proposal
        }
        guard try call.console.confirm("Look it up?") else { return proposal }
        return try wallet.lookingUp(proposal, of: lookUps.map(\.credentialID))
    }

    private static func isAnswered(_ proposal: PresentationProposal, _ call: Invocation) throws -> Bool {
        guard let choice = try chosen(proposal, call) else { return false }
        return (try? proposal.signing(choice)) != nil
    }

    /// A call of the Digital Credentials API and who made it, when `--origin` says that it is one.
    private static func digital(
        _ input: String, _ call: Invocation
    ) throws -> (request: DigitalCredentialRequest, origin: WebOrigin)? {
        guard let origin = call[origin] else { return nil }
        let bytes = try Files.read(input == "-" ? "/dev/stdin" : input, limitBytes: 1 << 20)
        return (
            try DigitalCredentialRequest(parsing: bytes), try WebOrigin(origin, network: OpenWallet(call).network)
        )
    }

    private static func goOn(_ link: String?, _ call: Invocation) {
        if let link { call.console.print("go on in the browser: \(Text(link, limit: 1 << 20))") }
    }

    /// To the verifier this looks like a refusal by the person, who is asked all the same, so that the time tells nothing
    /// either (DSEL-10).
    private static func nothingAnswers(
        _ proposal: PresentationProposal, _ wallet: Wallet, _ call: Invocation
    ) throws -> ExitCode {
        explain(proposal, call)
        var isTold = false
        defer { if !isTold { wallet.noteUnanswered(proposal) } }
        if !call[dryRun], call[out] == nil {
            if let fault = proposal.fault { call.console.warn(Text(fault.refusal.problem, limit: 1024)) }
            if try call.console.confirm("Tell the verifier that nothing is shared?", preset: .yes) {
                isTold = true
                goOn(try wallet.decline(proposal), call)
            }
        }
        if let fault = proposal.fault { throw fault }
        throw WalletKitError.nothingAnswers(
            queries: proposal.match.queries.filter(\.candidates.isEmpty).map(\.query.id))
    }

    /// What the person picked, or what the wallet recommends; nil when nothing can be answered.
    ///
    /// - Throws: `tooManyCombinations` when there may be an answer that only the person can find; the verifier is told nothing.
    private static func chosen(_ proposal: PresentationProposal, _ call: Invocation) throws -> DCQLChoice? {
        guard !proposal.isUnanswerable else { return nil }
        let picks = try picks(proposal, call)
        guard picks.isEmpty else { return try proposal.match.choice(picks) }
        if let recommendation = proposal.recommendation { return recommendation }
        guard proposal.gaveUp else { return nil }
        showAll(proposal, call)
        throw WalletKitError.tooManyCombinations
    }

    /// What can be picked where the wallet recommends nothing, since it has not looked at everything.
    private static func showAll(_ proposal: PresentationProposal, _ call: Invocation) {
        call.console.warn("there are too many combinations of credentials; not all of them were looked at")
        for query in proposal.match.queries where !query.candidates.isEmpty {
            let ids = query.candidates.map(\.credential.id).joined(separator: ", ")
            call.console.inform("  can answer '\(query.query.id)': \(ids) (--pick \(query.query.id)=ID)")
        }
    }

    private static func picks(_ proposal: PresentationProposal, _ call: Invocation) throws -> [DCQLPick] {
        try call.values(of: pick).map { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let (queryID, prefix) = (parts.first ?? "", parts.count == 2 ? parts[1].lowercased() : "")
            let query = proposal.match.queries.first { $0.query.id == queryID }
            let found = (query?.candidates ?? []).map(\.credential.id).filter { $0.hasPrefix(prefix) }
            guard found.count < 2 else {
                throw WalletKitError.ambiguous(what: "credential", prefix: prefix, count: found.count)
            }
            return DCQLPick(queryID: queryID, credentialID: found.first ?? prefix)
        }
    }

    /// The consent screen: who asks, how sure that is, and what for.
    private static func show(_ proposal: PresentationProposal, _ call: Invocation) {
        let verifier = proposal.authenticated.verifier
        call.console.inform("\(Text(verifier.name, .strong)) asks for:" + TransactionView.warning(of: verifier.name))
        show(verifier, call)
        if let registration = proposal.authenticated.registration {
            call.console.inform(
                standing(.registered) + Text(" as \(registration.name) by \(registration.registrar)")
                    + TransactionView.warning(of: registration.name))
            let purpose = Names(call).preferred(registration.purposes)
            if let purpose { call.console.inform("  purpose     \(Text(purpose, limit: 512))") }
        }
        call.console.inform("  client id   \(proposal.request.client.text)")
        call.console.inform("  answer to   \(proposal.request.target.origin)")
        for warning in proposal.authenticated.warnings { call.console.warn(Text(warning)) }
        for query in proposal.match.queries {
            let paths = query.query.claims?.map(\.path.description).joined(separator: ", ")
            call.console.inform("  \(Text(query.query.id, .strong))  \(paths ?? "nothing but what is always visible")")
        }
        let overAsked = proposal.request.query.overAsking(
            beyond: proposal.authenticated.registration?.intent)
        for item in overAsked {
            let what = item.path.map { "the claim \($0.description)" } ?? "this type of credential"
            call.console.warn("the query '\(item.queryID)' asks for \(what), which the verifier did not register")
        }
    }

    /// How sure the name is, in a word and not by colour alone (RPC-04), and whom the access certificate names (RPC-02).
    private static func show(_ verifier: VerifierIdentity, _ call: Invocation) {
        switch verifier.assurance {
        case .authenticated(let decision):
            call.console.inform(
                standing(.authenticated) + Text(" by \(decision.anchor), trusted as \(decision.entityName)"))
        case .provesIdentifier(let did):
            call.console.inform(
                standing(.selfAsserted) + Text(": it holds the key of \(Text(did, limit: 128)), nobody vouches for it"))
        case .namedByPlatform:
            call.console.inform(
                standing(.selfAsserted) + Text(": the browser says that this origin asks, nobody vouches for it"))
        case .selfAsserted:
            call.console.inform(standing(.selfAsserted) + Text(": not authenticated, anybody can claim this name"))
        }
        if let organization = verifier.organization { call.console.inform("  identity    \(organization.text)") }
    }

    private static func standing(_ standing: VerifierStanding) -> Text {
        Text("  \(standing.rawValue)", standing == .selfAsserted ? .caution : .good)
    }

    private static func show(_ choice: DCQLChoice, _ proposal: PresentationProposal, _ call: Invocation) {
        let names = Names(call)
        call.console.inform("would be revealed, and nothing else that can be withheld:")
        for answer in choice.answers {
            let credential = proposal.credentials[answer.credentialID]
            call.console.inform("  \(credential.map(names.name(of:)) ?? "")  \(answer.credentialID, .faint)")
            if answer.revealed.isEmpty { call.console.inform("    \("only what is always visible", .strong)") }
            for path in answer.revealed {
                call.console.inform("    \(names.consentName(of: path, in: credential?.labels))")
            }
        }
        show(proposal.linkability(of: choice), call)
        for refusal in proposal.contradictions(to: choice) {
            call.console.warn("\(Text(refusal.problem, limit: 1024)) (\(refusal.rule))")
        }
        let others = proposal.match.queries.filter { $0.candidates.count > 1 }
        for query in others {
            let ids = query.candidates.map(\.credential.id).joined(separator: ", ")
            call.console.inform("  other credentials for '\(query.query.id)': \(ids) (--pick \(query.query.id)=ID)")
        }
    }

    /// What verifiers that compare notes could join on.
    private static func show(_ linkability: Linkability, _ call: Invocation) {
        func paths(_ strength: Linkability.Strength) -> String {
            linkability.traits.filter { $0.strength == strength }.map(\.path.description).joined(separator: ", ")
        }
        let words: Text =
            switch linkability.strength {
            case .common: Text("no", .good) + Text(": nothing in it is yours alone")
            case .narrows: Text("hardly", .caution) + Text(": \(paths(.narrows)) is shared by few")
            case .identifies:
                Text("yes", .bad) + Text(": by \(paths(.identifies).isEmpty ? paths(.narrows) : paths(.identifies))")
            }
        call.console.inform("  would two verifiers know that you are the same person? \(words)")
        if linkability.isRepeated { call.console.inform("  this verifier sees a copy again that it has seen before") }
    }

    private static func explain(_ proposal: PresentationProposal, _ call: Invocation) {
        for query in proposal.match.queries where query.candidates.isEmpty {
            for hindrance in proposal.hindered where hindrance.queryID == query.query.id {
                call.console.warn("\(Text(hindrance.refusal.problem)): \(Text(hindrance.refusal.hint))")
            }
            for miss in query.nearMisses.prefix(3) {
                call.console.detail("  \(miss.credentialID): \(Text(String(describing: miss.reason)))")
            }
        }
    }

    private static func json(
        _ choice: DCQLChoice, _ proposal: PresentationProposal, state: String, redirect: String?
    ) -> JSONValue {
        var object: JSONObject = [
            "state": .string(state), "verifier": .string(proposal.authenticated.verifier.name),
            "standing": .string(proposal.authenticated.standing.rawValue),
            "client_id": .string(proposal.request.client.text), "choice": choice.json,
        ]
        object["linkability"] = proposal.linkability(of: choice).json
        let contradictions = proposal.contradictions(to: choice)
        if !contradictions.isEmpty { object["against_policy"] = .array(contradictions.map { .string($0.problem) }) }
        if proposal.gaveUp { object["all_combinations_looked_at"] = false }
        object["transaction_data"] = TransactionView(proposal: proposal).json(choice)
        object["redirect_uri"] = redirect.map(JSONValue.string)
        return .object(object)
    }
}
