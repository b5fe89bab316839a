public import CredentialModel
import JSON
public import Rules
public import Terminal

extension Console {
    /// Prints a report: a table for people, JSON with `--json`.
    ///
    /// - Parameter details: whether every step is shown, or only those that did not pass.
    public func print(report: Report, details: ReportDetails) {
        print(json: report.json)
        guard !mode.isJSON else { return }
        print(
            report.isAccepted
                ? Text("accepted", .good) + " for \(report.checkedAt)"
                : Text("rejected", .bad) + " for \(report.checkedAt)")
        if let refusal = report.refusal {
            print("  \(refusal.rule) \(refusal.code): \(refusal.problem)")
            print("  what to do: \(refusal.hint)")
        }
        for credential in report.credentials { print(credential) }
        if !report.sources.isEmpty { print(sources: report.sources) }
        let steps = report.steps.filter { details == .everyStep || $0.outcome != .passed }
        guard !steps.isEmpty else { return }
        print()
        print(Self.table(of: steps))
    }

    /// Prints steps for people; with `--json` they are left out.
    public func print(steps: [Step]) { print(Self.table(of: steps)) }

    private func print(_ credential: CredentialReport) {
        print()
        print(Text(credential.queryID.map { "presentation '\($0)'" } ?? "credential", .strong))
        var table = Table([Table.Column(""), Table.Column("", cutting: .forbidden)])
        func row(_ name: String, _ value: String?) {
            if let value { table.append([Text("  \(name)", .faint), Text(value)]) }
        }
        row("type", credential.type)
        row("issuer", credential.issuer)
        row("trusted by", credential.trust?.anchor)
        row("path", credential.trust.map(\.path).flatMap { $0.isEmpty ? nil : $0.joined(separator: " ← ") })
        row("key binding", credential.keyBinding.words)
        row("validity", credential.validity?.words)
        row("status", credential.status.words)
        if let claims = credential.claims {
            for path in ClaimPath.leaves(of: .object(claims)) {
                row(path.description, (try? ClaimTree(plain: .object(claims)).selections(of: path))?.first?.value.text)
            }
        } else if !credential.revealed.isEmpty {
            row("revealed", credential.revealed.map(\.description).joined(separator: ", "))
        }
        if let account = credential.account {
            row("account", account.words)
        }
        print(table)
    }

    private func print(sources: [ReportedSource]) {
        print()
        var table = Table([
            Table.Column("rule", cutting: .forbidden), Table.Column("relied on"), Table.Column(""),
            Table.Column("age", cutting: .forbidden), Table.Column("state", cutting: .forbidden),
        ])
        for source in sources {
            table.append([
                Text(source.rule.description), Text(source.kind), Text(source.name),
                Text("\(source.ageSeconds) s"), source.freshness.words,
            ])
        }
        print(table)
    }

    private static func table(of steps: [Step]) -> StepTable {
        var table = StepTable(["rule", "subject", "check", "on"])
        for step in steps {
            let cells: [Text] = [
                Text(step.rule.description), Text(step.subject), Text(step.check), Text(step.value ?? ""),
            ]
            switch step.outcome {
            case .passed: table.append(.passed, cells)
            case .failed(let refusal): table.append(.failed, cells, note: Text("\(refusal.code): \(refusal.problem)"))
            case .skipped(let why): table.append(.skipped, cells, note: Text("not checked: \(why)"))
            }
        }
        return table
    }
}

/// How much of a report is shown.
public enum ReportDetails: Sendable {
    /// Every step.
    case everyStep
    /// The steps that failed or were skipped.
    case exceptions
}

extension AccountClaims {
    /// For people.
    public var words: String {
        guard !fit.isEmpty else { return "nothing that was revealed may name one (VFY-20)" }
        return "\(fit.map(\.description).joined(separator: " or ")), together with the issuer '\(issuer)'"
    }
}

extension ReportedSource.Freshness {
    /// For people.
    public var words: Text {
        switch self {
        case .fresh: Text("fresh", .good)
        case .stale(let seconds): Text("stale for \(seconds) s, accepted", .caution)
        case .tooOld(let seconds): Text("too old for \(seconds) s, not used", .bad)
        }
    }
}

extension KeyBindingFinding {
    /// For people.
    public var words: String {
        switch self {
        case .proven(let thumbprint): "proven" + (thumbprint.map { " (key \($0.prefix(12))…)" } ?? "")
        case .notProven: "not proven: whoever has a copy can present it"
        }
    }
}

extension Validity {
    /// For people.
    public var words: String {
        [
            issuedAt.map { "issued \($0)" }, notBefore.map { "from \($0)" }, expiresAt.map { "until \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
    }
}

extension StatusFinding {
    /// For people.
    public var words: String {
        switch self {
        case .none: "the credential refers to none"
        case .notNeeded(let seconds): "not needed: it lives \(seconds) s, 14 days at most"
        case .notChecked(let why): "not checked: \(why)"
        case .unknown(let why): "unknown: \(why)"
        case .known(let name, let value, let age, _): "\(name) (\(value)), known for \(age) s"
        }
    }
}
