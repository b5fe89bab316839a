import CredentialModel
import DCQL
import Files
import HTTP
import HTTPClient
import JOSE
import JSON
import OpenID4VP
import ReportView
import Rules
import SDJWT
import SDJWTVC
import Terminal
import Trust
import TrustCommands
import TrustFetching
import VerifierKit

/// `verifier check`: verifies presentations from files.
enum CheckCommand {
    private static let file = Positional("FILE", "the presentation; - reads standard input", count: .several)
    private static let trust = Option(
        "trust", "FOLDER", "the issuers whom you trust (default trust/ of the verifier's folder)")
    private static let nonce = Option("nonce", "TEXT", "the nonce that the presentation must carry")
    private static let audience = Option("audience", "TEXT", "your identifier, which the presentation must name")
    private static let time = Option(
        "at", "TIME", "check as of this moment, such as 2026-11-24T10:00:00Z (default now)",
        as: ValueForm("a time such as 2026-11-24T10:00:00Z") { UnixTime(rfc3339: $0) })
    private static let query = Option(
        "query", "FILE", "the DCQL query that the presentation must answer; with --nonce and --audience")
    private static let proof = Flag(
        "proof", "the files are proof packages of 'verifier proof': repeat their whole verification")
    private static let order = Option(
        "order", "FILE",
        "with --proof and one file: the payment that you are about to make, as JSON; it must be the one that was confirmed"
    )
    private static let executed = Option(
        "executed", "FILE",
        "with --order: a database in which payments are remembered, so that each is made once; it is made when missing")
    private static let maxAge = Option(
        "max-age", "HOURS",
        "with --order: for how long after it was confirmed, or after the day that was confirmed, a payment is made; of a "
            + "series the first one (default 24)", as: .integer(1...8784))
    private static let issuerKey = Option(
        "issuer-key", "FILE",
        "check a plain SD-JWT, in compact or JSON form, that this key signed (a public JWK), instead of an SD-JWT VC")
    private static let status = Flag(
        "fetch-status",
        "fetch revocation lists and status lists, with --at in the past those of that moment; without it, a status is "
            + "reported as unknown")
    private static let keys = Flag(
        "fetch-keys", "fetch the keys of issuers whose trust entry says that they publish them")
    private static let loopback = Flag("allow-loopback", "for trials: permit http on this machine's own addresses")
    private static let haip = Flag("haip", "enforce the high assurance profile HAIP 1.0")
    private static let types = Option(
        "types", "FOLDER", "check credentials against the type metadata in this folder too")
    private static let requiresTypes = Flag(
        "require-types", "refuse credentials whose type is not described in the folder of --types")
    private static let otherTypes = Flag(
        "other-types", "with --query: also take credentials whose type extends the one that is asked for")
    private static let every = Flag("all-steps", "show every step, not only those that did not pass")

    static let command = Command(
        "check", "verify a presentation from a file",
        discussion: "Exits with 0 when every presentation is accepted, with 1 when one is not. Without --nonce and "
            + "--audience a credential is checked as a holder would, and whoever presents it is not. An order says what "
            + "is paid: {\"amount\": \"23.58\", \"currency\": \"EUR\", \"payee\": {\"id\": \"…\"}}, with \"transaction_id\" "
            + "where several payments were confirmed, \"date\", the day that was confirmed, where it has not come yet, and "
            + "\"payer\": {\"account_id\": \"…\"}, what the credential that confirms must show of whose account it is. "
            + "An order is paid only when status and revocation are known as of now: with --fetch-status or --offline.",
        parameters: [
            file, trust, nonce, audience, time, query, proof, order, executed, maxAge, issuerKey, status, keys, types,
            requiresTypes, otherTypes, OfflineInput.snapshot, OfflineInput.key, OfflineInput.newest,
            OfflineInput.unknownStatus, VerifierProgram.directory, loopback,
            haip, every,
        ],
        examples: [
            Example(
                "verifier check --trust trust --nonce n-0S6_WzA2Mj_Ys3 --audience x509_hash:… presentation.txt",
                "verify a presentation of a credential that a trusted issuer issued"),
            Example("verifier check --trust trust --proof proof.json", "verify that a payment was confirmed"),
            Example(
                "verifier check --fetch-status --proof proof.json --order order.json --executed payments.db",
                "verify that this payment was confirmed, and that it was not made before"),
            Example(
                "verifier check --offline today.snapshot --snapshot-key chain.pem credential.txt",
                "verify where there is no network"),
        ]
    ) { call in
        for other in [nonce, audience, query, issuerKey] { try call.refuseBoth(proof, other) }
        for other in [trust, types, issuerKey] { try call.refuseBoth(OfflineInput.snapshot, other) }
        // A payment is made now, on what is known now.
        for other in [time, OfflineInput.unknownStatus] as [any Parameter] { try call.refuseBoth(order, other) }
        for other in [status, keys] { try call.refuseBoth(OfflineInput.snapshot, other) }
        let snapshot = try OfflineInput.read(call)
        let payment = try payment(call)
        var isAccepted = true
        for path in call.values(of: file) {
            let text = try CheckInput.read(path)
            let report = try report(on: text, snapshot, payment, call)
            if !report.isAccepted { isAccepted = false }
            call.console.print(report: report, details: call[every] ? .everyStep : .exceptions)
            if report.isAccepted, let payment { show(payment, report, call) }
        }
        return isAccepted ? .done : .failed
    }

    /// The payment that is to be made, when there is one.
    private static func payment(_ call: Invocation) throws -> PaymentOrderCheck? {
        guard let path = call[order] else {
            guard call[executed] == nil, call[maxAge] == nil else {
                throw TerminalError.parameterMissing(name: "--order")
            }
            return nil
        }
        guard call[proof] else { throw TerminalError.parameterMissing(name: "--proof") }
        guard call[status] || call[OfflineInput.snapshot] != nil else {
            throw TerminalError.parameterMissing(name: "--fetch-status or --offline")
        }
        // One order is one payment, which two proofs would make twice.
        if let other = call.values(of: file).dropFirst().first { throw TerminalError.tooManyPositionals(first: other) }
        let order = try PaymentOrder(try JSONValue(parsing: try CheckInput.read(path)))
        return PaymentOrderCheck(
            order, executed: try call[executed].map { try ExecutedPayments(at: $0) },
            maxAgeSeconds: call[maxAge].map { Int64($0) * 3600 } ?? PaymentOrderCheck.maxAgeSeconds)
    }

    /// What a bank reads last: that it may pay, and what.
    private static func show(_ payment: PaymentOrderCheck, _ report: Report, _ call: Invocation) {
        let passed = report.steps.filter { $0.subject == PaymentOrderCheck.subject && $0.outcome == .passed }
        let order = payment.order
        let memory = payment.executed == nil ? "" : "; it counts as paid now"
        call.console.print()
        call.console.print(
            Text("pay", .good)
                + Text(" \(order.amount) to \(order.payeeID): \(passed.map(\.check).joined(separator: ", "))\(memory)"))
    }

    private static func report(
        on bytes: [UInt8], _ snapshot: TrustSnapshot?, _ payment: PaymentOrderCheck?, _ call: Invocation
    ) throws -> Report {
        let at = call[time] ?? Clock.system.now
        if let keyFile = call[issuerKey] {
            return PresentationCheck(time: at, as: try subject(call)).report(
                onPlain: bytes, issuerKey: try JWK(try JSONValue(parsing: try CheckInput.read(keyFile))))
        }
        if let snapshot {
            return try snapshot.report(at: at, stakes: call[proof] ? .payment : .ordinary, profile: profile(call)) {
                basis in
                let isDescribed = !snapshot.documents.isEmpty || call[requiresTypes] || call[otherTypes]
                return try report(
                    on: bytes, at: at, trust: basis.trust, status: basis.status,
                    typeMetadata: isDescribed ? basis.typeMetadata : nil, issuerKeys: basis.issuerKeys, payment, call)
            }
        }
        if call[requiresTypes] || call[otherTypes], call[types] == nil {
            throw TerminalError.parameterMissing(name: "--types")
        }
        let store = try store(call)
        let typeMetadata = try call[types].map { try TypeMetadataFolder(path: $0) }
        return try report(
            on: bytes, at: at, trust: store, status: source(call), typeMetadata: typeMetadata,
            issuerKeys: issuerKeys(call), payment, call)
    }

    private static func report(
        on bytes: [UInt8], at moment: UnixTime, trust: TrustStore, status source: any CredentialStatusSource,
        typeMetadata: (any TypeMetadataSource)?, issuerKeys: (any IssuerKeySource)?, _ payment: PaymentOrderCheck?,
        _ call: Invocation
    ) throws -> Report {
        var policy = CredentialPolicy(network: network(call))
        policy.profile = profile(call)
        // Without a network or a snapshot nothing can be known; with either, what is not known is not accepted (STA-02).
        let isAsked = call[status] || (call[OfflineInput.snapshot] != nil && !call[OfflineInput.unknownStatus])
        if !isAsked { policy.unknownStatus = .reported }
        if call[requiresTypes] { policy.unknownTypeMetadata = .refused }
        if call[otherTypes] { policy.otherTypes = .counted }
        if call[proof] {
            let package = try ProofPackage(try JSONValue(parsing: bytes, limits: .own))
            if let payment {
                return try payment.report(
                    on: package, trust: trust, status: source, typeMetadata: typeMetadata, issuerKeys: issuerKeys,
                    policy: policy, at: moment)
            }
            // As of the moment that the package names, which the report shows, unless another one is given.
            return package.report(
                trust: trust, status: source, typeMetadata: typeMetadata, issuerKeys: issuerKeys, policy: policy,
                at: call[time])
        }
        return PresentationCheck(time: moment, as: try subject(call)).report(
            on: bytes, trust: trust, status: source, typeMetadata: typeMetadata, issuerKeys: issuerKeys,
            policy: policy)
    }

    /// Revocation lists are those of the folder, and fetched where certificates point to when status lists are.
    private static func store(_ call: Invocation) throws -> TrustStore {
        let folder = TrustFolder(path: call[trust] ?? VerifierProgram.folder(call).trustPath)
        let now = Clock.system.now
        let store = try folder.store(readAt: now)
        let source: (any RevocationListSource)? =
            call[status]
            ? try TrustDocumentClient(reach: call[loopback] ? .test : .publicInternet)
                .reader(of: folder, entityTags: .told)
            : store.revocation?.source
        return store.asking(source.map { RevocationPolicy(source: $0, moment: call[proof] ? now : nil) })
    }

    private static func network(_ call: Invocation) -> NetworkPolicy { call[loopback] ? .loopbackAllowed : .secure }

    private static func profile(_ call: Invocation) -> Profile { call[haip] ? .haip : .openID4VP }

    private static func source(_ call: Invocation) -> any CredentialStatusSource {
        guard call[status] else {
            return NoStatusSource(why: "no network was used; --fetch-status fetches the list")
        }
        return FetchedStatusSource(
            client: client(call), network: network(call), pastBefore: Clock.system.now - 60, profile: profile(call))
    }

    private static func issuerKeys(_ call: Invocation) -> (any IssuerKeySource)? {
        call[keys] ? FetchedIssuerKeys(client: client(call), network: network(call)) : nil
    }

    private static func client(_ call: Invocation) -> CurlClient {
        CurlClient(ClientConfiguration(reach: call[loopback] ? .test : .publicInternet))
    }

    private static func subject(_ call: Invocation) throws -> PresentationCheck.Subject {
        if call[query] != nil, call[issuerKey] != nil {
            throw TerminalError.exclusive(one: "--query", other: "--issuer-key")
        }
        switch (call[nonce], call[audience], call[query]) {
        case (nil, nil, nil): return .credential
        case (let nonce?, let audience?, nil): return .presentation(nonce: nonce, audience: audience)
        case (let nonce?, let audience?, let path?):
            let query = try DCQLQuery(parsing: try CheckInput.read(path), reader: .verifier)
            return .response(nonce: nonce, audience: audience, query: query)
        case (nil, _, _): throw TerminalError.parameterMissing(name: "--nonce")
        case (_, nil, _): throw TerminalError.parameterMissing(name: "--audience")
        }
    }
}
