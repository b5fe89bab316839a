import Cryptography
import Files
import HTTP
import HTTPClient
import HTTPServer
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import ServiceCommands
import Terminal
import Trust
import TrustCommands
import TrustFetching
import VerifierKit

/// `verifier serve`: runs the service until it is told to stop.
enum ServeCommand {
    private static let listen = Option(
        "listen", "ADDRESS", "where to listen, such as 127.0.0.1:8080; port 0 is any free one")
    private static let file = Option(
        "config", "FILE", "the configuration (default verifier.json in the folder)")
    private static let workers = Option("workers", "N", "how many requests are worked on at once", as: .integer(1...64))

    /// How often what is over is ended and erased.
    private static let sweepSeconds: Int64 = 5

    static let command = Command(
        "serve", "run the service",
        discussion: "Logs one JSON object a line to standard output. SIGTERM and SIGINT finish what is under way; "
            + "SIGHUP reads the certificate for HTTPS again.",
        parameters: [VerifierProgram.directory, file, listen, workers] + ServiceOptions.tls,
        examples: [Example("verifier serve --dir verifier", "run the service that 'verifier init' made")]
    ) { call in
        let folder = VerifierProgram.folder(call, configuration: call[file])
        var configuration = try folder.configuration()
        if let text = call[listen] {
            guard let (address, port) = VerifierConfiguration.endpoint(text) else {
                throw VerifierKitError.configuration(member: "--listen", problem: "must be like 127.0.0.1:8080")
            }
            (configuration.address, configuration.port) = (address, port)
        }
        let log = ServiceLog(console: call.console)
        let manager = ServiceManager(environment: call.environment)
        let files = try ServiceOptions.files(call, configured: configuration.tls?.inside(folder.path))
        let shown = try files?.load(at: Clock.system.now)
        var certificates = files.map { CertificateWatch($0, at: Clock.system.now) }
        let store = try folder.openStore()
        let client = CurlClient(
            ClientConfiguration(reach: configuration.network == .loopbackAllowed ? .test : .publicInternet))
        var policy = CredentialPolicy(network: configuration.network)
        policy.profile = configuration.profile
        policy.unknownTypeMetadata = configuration.typeMetadata == .required ? .refused : .reported
        policy.absentStatus = configuration.credentialStatus == .required ? .refused : .reported
        policy.otherTypes = configuration.countsOtherTypes ? .counted : .ignored
        let typeMetadata = types(configuration, client)
        let issuerKeys = FetchedIssuerKeys(client: client, network: configuration.network)
        let trust = try ServiceTrust(
            folder: TrustFolder(path: folder.trustPath),
            client: TrustDocumentClient(
                reach: configuration.network == .loopbackAllowed ? .test : .publicInternet),
            at: Clock.system.now
        ) { [configuration, policy, lists = folder.statusLists] store in
            PresentationVerifier(
                trust: store,
                status: FetchedStatusSource(
                    client: client, network: configuration.network, store: lists.keepingOnly,
                    profile: configuration.profile),
                typeMetadata: typeMetadata, issuerKeys: issuerKeys, policy: policy)
        }
        let service = TransactionService(
            configuration: configuration, signer: try folder.signer(for: configuration),
            otherSigners: try folder.otherSigners(for: configuration), store: store, trust: trust,
            seal: try ClaimSeal(),
            keys: try ResponseKeys(secret: try folder.apiSecret(), random: SystemRandom()), clock: .system,
            random: SystemRandom())
        try store.queueWebhooks(configuration.webhook == nil ? .off : .on)
        try service.sweep()
        let metrics = ServiceMetrics(startedAt: Clock.system.now)
        let routes = VerifierRoutes(
            service: service, store: store, apiSecret: try folder.apiSecret(), clock: .system,
            events: VerifierEvents { log.write($0) }, proxies: configuration.trustedProxies,
            metrics: metrics,
            consolePassword: { () throws(VerifierKitError) in try folder.consolePassword() })
        // Before any thread starts, so that every thread leaves the signals to this one.
        let signals = ServiceSignals()
        let server = Server(
            ServerConfiguration(
                address: configuration.address, port: configuration.port, tls: shown?.identity,
                workers: call[workers] ?? 8,
                accessLog: { entry in
                    metrics.record(
                        method: entry.method, route: entry.route, status: entry.status, microseconds: entry.microseconds
                    )
                    log.write(entry)
                }),
            router: routes.router)
        try server.start()
        log.started(address: configuration.address.description, port: server.port ?? configuration.port)
        manager.tell(.ready)
        let sender = configuration.webhook.map { receiver in
            WebhookSender(
                to: receiver.url, secret: receiver.secret, fetcher: client, store: store, clock: .system,
                events: VerifierEvents { log.write($0) })
        }
        var nextSweep = Clock.system.now + sweepSeconds
        while true {
            let signal = signals.next(withinSeconds: 1)
            if signal == .stop { break }
            if signal == .reload { manager.tell(.reloading) }
            if let outcome = certificates?.look(server, signal, at: Clock.system.now) { log.write(outcome) }
            if signal == .reload { manager.tell(.ready) }
            // By the clock, for a round may take longer than a second; one that was set back must not stop the sweeps.
            let now = Clock.system.now
            if now >= nextSweep || now < nextSweep - sweepSeconds {
                nextSweep = now + sweepSeconds
                do throws(VerifierKitError) { try service.sweep() } catch { log.failed("sweep", error.refusal) }
            }
            switch trust.refreshDue(at: Clock.system.now) {
            case .updated(let origin)?: log.refreshed(list: origin.list, sequence: origin.sequence)
            case .withdrawn(let list)?: log.withdrawn(list: list)
            case .kept(let list, let error)?: log.failed("trust list \(list)", error.refusal)
            case .folderRead?: log.readTrust()
            case .folderKept(let error)?: log.failed("trust folder", error.refusal)
            case nil: break
            }
            do throws(VerifierKitError) { try sender?.sendDue() } catch { log.failed("webhooks", error.refusal) }
        }
        manager.tell(.stopping)
        let isComplete = server.stop()
        log.stopped(isComplete: isComplete)
        return isComplete ? .done : .failed
    }

    /// What came with the program first, then the addresses that types are.
    private static func types(
        _ configuration: VerifierConfiguration, _ client: CurlClient
    ) -> (any TypeMetadataSource)? {
        guard configuration.typeMetadata != .ignored else { return nil }
        let shipped = ShippedFolder("type-metadata").path.flatMap { try? TypeMetadataFolder(path: $0) }
        let near: [any TypeMetadataSource] = shipped.map { [$0] } ?? []
        return TypeMetadataSources(near + [FetchedTypeMetadata(client: client, network: configuration.network)])
    }
}
