import Bytes
import CredentialModel
import DCQL
import JSON

/// One transaction: what was asked, how it ended, and what was checked, without any value of a claim.
///
/// Values that a question allows are not shown either: with an accepted answer they would say what the person's is.
struct ConsoleReport {
    let line: ListedTransaction
    let transaction: Transaction
    let outcome: TransactionOutcome?
    let language: PageLanguage

    private var words: ConsoleText { .words(language) }

    /// The content of the page.
    var html: String {
        """
        \(facts)
        <h2>\(words.asked)</h2>
        \(asked)
        <h2>\(words.result)</h2>
        \(result)
        """
    }

    private var facts: String {
        let purpose = transaction.purpose.map { purpose in
            let (text, language) = purpose.text(in: language.rawValue)
            return "<span lang=\"\(language)\" dir=\"auto\">\(text.escapedForHTML)</span>"
        }
        return ConsoleMarkup.list([
            (words.state, "<span class=\"state \(ConsoleMarkup.kind(line.state))\">\(words.word(line.state))</span>"),
            (words.began, ConsoleList.time(line.createdAt)), (words.ended, line.endedAt.map(ConsoleList.time)),
            (words.key, ConsoleMarkup.data(line.keyName)),
            (words.question, line.template.map(ConsoleMarkup.data) ?? words.ownQuestion), (words.purpose, purpose),
            (words.devices, devices),
        ])
    }

    private var devices: String {
        switch transaction.flow {
        case .sameDevice: words.oneDevice
        case .crossDevice: words.twoDevices
        case .digitalCredentials: words.throughBrowser
        }
    }

    private var asked: String {
        let rows = transaction.query.credentials.map { query in
            let claims = (query.claims ?? []).map { claim in
                ConsoleMarkup.data(claim.path.description) + (claim.values == nil ? "" : " (\(words.restricted))")
            }
            return [
                ConsoleMarkup.data(query.id), ConsoleMarkup.data(types(of: query)), claims.joined(separator: "<br>"),
            ]
        }
        // Only what kind it is: a payment names its payer's business.
        let confirmed = transaction.transactionData.compactMap { text in
            (try? Base64URL.decode(text)).flatMap { try? JSONValue(parsing: $0) }?["type"]?.string
        }
        let table = ConsoleMarkup.table([words.credential, words.type, words.claims], rows)
        guard !confirmed.isEmpty else { return table }
        return table + "\n<p>\(words.confirmed): \(confirmed.map(ConsoleMarkup.data).joined(separator: ", "))</p>"
    }

    private func types(of query: CredentialQuery) -> String {
        switch query.meta.accepted {
        case .types(let types): types.joined(separator: ", ")
        case .doctype(let type): type
        case .typeValues(let values): values.map { $0.joined(separator: " + ") }.joined(separator: ", ")
        case .unknown: query.format.rawValue
        }
    }

    private var result: String {
        let said = outcome?.walletError.map { "<p>\(words.walletSaid): \(ConsoleMarkup.data($0))</p>" } ?? ""
        guard let report = outcome?.report else { return said.isEmpty ? "<p>\(words.noReport)</p>" : said }
        return [
            said, report["refusal"].map(refusal) ?? "",
            (report["credentials"]?.array ?? []).map(credential).joined(separator: "\n"),
            "<h2>\(words.steps)</h2>", steps(report["steps"]?.array ?? []),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func refusal(_ refusal: JSONValue) -> String {
        let rule =
            "\(refusal["rule"]?.string ?? "") \(refusal["code"]?.string ?? ""): \(refusal["detail"]?.string ?? "")"
        return ConsoleMarkup.list([
            (words.refusedBy, "<strong class=\"bad\">\(ConsoleMarkup.data(rule))</strong>"),
            (words.whatToDo, (refusal["hint"]?.string).map(ConsoleMarkup.data)),
        ])
    }

    private func credential(_ credential: JSONValue) -> String {
        let status = credential["status"]
        let revealed = credential["revealed"]?.array?.compactMap(\.string) ?? []
        return ConsoleMarkup.list([
            (words.credential, (credential["query"]?.string).map(ConsoleMarkup.data)),
            (words.type, (credential["type"]?.string).map(ConsoleMarkup.data)),
            (words.issuer, (credential["issuer"]?.string).map(ConsoleMarkup.data)),
            (words.trustedBy, (credential["trust"]?["anchor"]?.string).map(ConsoleMarkup.data)),
            (words.binding, credential["key_binding"]?["holder_bound"]?.bool == true ? words.proven : words.notProven),
            (words.status, (status?["name"]?.string ?? status?["state"]?.string).map(ConsoleMarkup.data)),
            (words.revealed, revealed.isEmpty ? nil : revealed.map(ConsoleMarkup.data).joined(separator: "<br>")),
        ])
    }

    private func steps(_ steps: [JSONValue]) -> String {
        ConsoleMarkup.table(
            [words.rule, words.check, words.on, words.outcome],
            steps.map { step in
                let check = [step["subject"]?.string, step["check"]?.string].compactMap { $0 }.joined(separator: ": ")
                return [
                    ConsoleMarkup.data(step["rule"]?.string ?? ""), ConsoleMarkup.data(check),
                    (step["value"]?.string).map(ConsoleMarkup.data) ?? "", outcome(of: step),
                ]
            })
    }

    private func outcome(of step: JSONValue) -> String {
        switch step["outcome"]?.string {
        case "passed": "<span class=\"good\">\(words.passed)</span>"
        case "failed":
            "<strong class=\"bad\">\(words.failed)</strong> "
                + ConsoleMarkup.data(step["refusal"]?["code"]?.string ?? "")
        default: "\(words.skipped): \(ConsoleMarkup.data(step["why"]?.string ?? ""))"
        }
    }
}
