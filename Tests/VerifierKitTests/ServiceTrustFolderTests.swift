import Certificates
import Files
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing
import Trust
import TrustFetching

@testable import VerifierKit

/// A trust folder that cannot be read whole while a service runs.
extension ServiceTrustTests {
    @Test func `STA-01 TRU-04 a block counts at once beside files that cannot be read, and stays until all can be`()
        throws
    {
        try addPost()
        let trust = try trust()
        try place.write(Array("{".utf8), to: "trust/broken.json")
        _ = try keptBecause(trust)
        #expect(trust.refreshDue(at: now) == nil)
        #expect(try accepts(trust))
        try folder.block(.entity(id: "kea-post"))
        #expect(trust.refreshDue(at: now) == nil, "the words are the same")
        #expect(try !accepts(trust))
        try folder.unblock(.entity(id: "kea-post"))
        #expect(trust.refreshDue(at: now) == nil)
        #expect(try !accepts(trust), "nothing is given back before the folder can be read whole")
        try Files.remove(place.file("trust/broken.json"))
        #expect(trust.refreshDue(at: now) == .folderRead)
        #expect(try accepts(trust))
    }

    @Test func `STA-01 STA-03 a revocation list counts at once beside files that cannot be read, whichever they are`()
        throws
    {
        try addPost()
        let trust = try trust()
        try place.write(Array("{".utf8), to: "trust/broken.json")
        _ = try keptBecause(trust)
        #expect(trust.folderProblem?.hidesNegatives == false)
        try Files.makeFolder(place.file("trust/crls"))
        try place.write(Array("x".utf8), to: "trust/crls/a.crl")
        try place.write(try revocationList(revoking: 2, issued: -60).der, to: "trust/crls/b.crl")
        let error = try keptBecause(trust)
        #expect(error.refusal.problem.contains("a.crl"))
        #expect(trust.folderProblem == .init(error: error, hidesNegatives: true))
        #expect(try !accepts(trust), "the certificate of its issuer is revoked")
        try place.write(Array("{".utf8), to: "trust/blocked.json")
        let other = try keptBecause(trust)
        #expect(other.refusal.problem.contains("blocked.json"))
        let text = ServiceMetrics(startedAt: now).text(transactions: [:], folderProblem: trust.folderProblem)
        #expect(text.contains("carnet_trust_folder_unread 1"))
        for name in ["blocked.json", "broken.json", "crls/a.crl", "crls/b.crl"] {
            try Files.remove(place.file("trust/\(name)"))
        }
        #expect(trust.refreshDue(at: now) == .folderRead)
        #expect(trust.folderProblem == nil)
        #expect(try accepts(trust))
        #expect(ServiceMetrics(startedAt: now).text(transactions: [:]).contains("carnet_trust_folder_unread 0"))
    }

    @Test func `STA-01 STA-04 what was fetched is not taken from a folder that cannot be read whole, again and again`()
        throws
    {
        try addPost()
        let trust = try trust()
        folder.keep(KeptRevocationList(list: try revocationList(revoking: 2, issued: -60), uri: "http://ca.example/1"))
        try place.write(Array("{".utf8), to: "trust/broken.json")
        _ = try keptBecause(trust)
        #expect(trust.revocationLists.isEmpty)
        try place.write(try revocationList(revoking: 2, issued: -30).der, to: "trust/crls/b.crl")
        #expect(trust.refreshDue(at: now) == nil)
        #expect(trust.revocationLists.map(\.uri) == [nil])
        #expect(try !accepts(trust), "what was imported counts")
    }

    @Test func `TRU-04 a file that is being written is no change of the folder`() throws {
        try addPost()
        let trust = try trust()
        try place.write(Array("x".utf8), to: "trust/kea-post.json.1.2.part")
        #expect(trust.refreshDue(at: now) == nil)
    }

    /// The trust of a service whose disk fails while a test says so; it counts how often the whole was read.
    private func trust(
        failing: @escaping @Sendable () -> TrustError?, reads: Counter = Counter(), verifiers: Counter = Counter()
    ) throws
        -> ServiceTrust
    {
        try ServiceTrust(
            folder, TrustDocumentClient(lists: server, revocationLists: server), now, { 500 },
            { folder, now throws(TrustError) in
                reads.increment()
                if let error = failing() { throw error }
                return try folder.store(readAt: now)
            },
            {
                verifiers.increment()
                return PresentationVerifier(trust: $0, status: NoStatusSource(why: "test"))
            })
    }

    private static let failure = TrustError.files(
        .refused(operation: "open", path: "x", reason: "too many open files"))

    @Test func `STA-01 TRU-04 a disk that fails once makes nobody forget a change, although no file changes again`()
        throws
    {
        let disk = Mutex<TrustError?>(nil)
        let trust = try trust(failing: { disk.withLock { $0 } })
        try addPost()
        disk.withLock { $0 = Self.failure }
        #expect(trust.refreshDue(at: now) == .folderKept(Self.failure))
        #expect(try !accepts(trust), "what is new does not count before all can be read")
        disk.withLock { $0 = nil }
        #expect(trust.refreshDue(at: now) == nil)
        #expect(trust.refreshDue(at: now + 1) == .folderRead)
        #expect(try accepts(trust))
    }

    @Test func `STA-01 a folder that cannot be read is read again after ever longer pauses, up to a minute`() throws {
        let disk = Mutex<TrustError?>(nil)
        let (reads, verifiers) = (Counter(), Counter())
        let trust = try trust(failing: { disk.withLock { $0 } }, reads: reads, verifiers: verifiers)
        func readsWhen(from start: Int64, to end: Int64) -> [Int64] {
            (start...end).filter { second in
                let before = reads.value
                _ = trust.refreshDue(at: now + second)
                return reads.value > before
            }
        }
        #expect(readsWhen(from: 0, to: 9) == [], "nothing changed")
        disk.withLock { $0 = Self.failure }
        try addPost()
        #expect(readsWhen(from: 10, to: 260) == [10, 11, 13, 17, 25, 41, 73, 133, 193, 253])
        #expect(verifiers.value == 2, "what was learned of statuses is not forgotten for nothing")
        try folder.block(.entity(id: "nobody"))
        #expect(readsWhen(from: 261, to: 263) == [261, 262], "a change is read at once, and begins anew")
        #expect(trust.refreshDue(at: now - 1) == nil)
        #expect(reads.value == 14, "a clock that was set back makes it due")
        try place.write(Array("{".utf8), to: "trust/blocked.json")
        #expect(readsWhen(from: 264, to: 280) == [264, 265, 267, 271, 276], "who is blocked is asked more often")
    }

    @Test func `STA-01 TRU-04 an entry that is removed counts no more at once, whatever else cannot be read`() throws {
        try addPost()
        let trust = try trust()
        try place.write(Array("{".utf8), to: "trust/broken.json")
        _ = try keptBecause(trust)
        #expect(try accepts(trust))
        let entry = try #require(place.bytes(of: "trust/kea-post.json"))
        try folder.remove(id: "kea-post")
        #expect(trust.refreshDue(at: now) == nil, "the words are the same")
        #expect(try !accepts(trust))
        try place.write(Array(entry.dropLast(5)), to: "trust/kea-post.json")
        #expect(trust.refreshDue(at: now) == nil)
        #expect(try !accepts(trust), "a file that cannot be read gives nothing back")
        try addPost()
        #expect(trust.refreshDue(at: now) == nil)
        #expect(try accepts(trust), "it stands there as it did when all could be read")
        try place.write(Array(entry.dropLast(5)), to: "trust/kea-post.json")
        #expect(trust.refreshDue(at: now) == nil)
        #expect(try accepts(trust), "a file that is half written counts as it was read last")
        try Files.remove(place.file("trust/broken.json"))
        try addPost()
        #expect(trust.refreshDue(at: now) == .folderRead)
        #expect(try accepts(trust))
    }

    @Test func `STA-01 TRU-05 LOT-11 what a file says less than before counts at once, what it says more does not`()
        throws
    {
        func entry(
            _ id: String = "kea-post", types: Set<String> = [TestPost.type], state: TrustState = .granted
        ) -> TrustEntry {
            TrustEntry(
                id: id, name: "Post of Kea", purposes: [.postalIssuer], types: types, keys: [.anchor(post.root)],
                state: state, source: "test")
        }
        func list(_ entries: [TrustEntry], after other: [UInt8], at later: Int64) throws -> [UInt8] {
            let text = try publisher.publication(of: entries, after: other, at: now + later).text
            let held = try #require(try folder.list("union"))
            try folder.add(try TrustList(signed: text, settings: held.settings, at: now + later))
            return text
        }
        let second = try list([entry()], after: first, at: 60)
        let trust = try trust()
        #expect(try accepts(trust))
        try place.write(Array("{".utf8), to: "trust/broken.json")
        _ = trust.refreshDue(at: now)
        #expect(try accepts(trust))
        let third = try list([], after: second, at: 120)
        _ = trust.refreshDue(at: now)
        #expect(try !accepts(trust), "the newer list has it no more")
        _ = try list([entry()], after: third, at: 180)
        _ = trust.refreshDue(at: now)
        #expect(try accepts(trust))
        for other in [entry("other", state: .withdrawn), entry("other", types: ["t"], state: .withdrawn)] {
            try folder.add(other)
            _ = trust.refreshDue(at: now)
            #expect(try accepts(trust) == other.types.contains("t"), "of two the one that withdraws wins")
            try folder.remove(id: "other")
        }
        try folder.remove(id: "union")
        try Files.remove(place.file("trust/broken.json"))
        try folder.add(entry(types: [TestPost.type, "t"]))
        #expect(trust.refreshDue(at: now) == .folderRead)
        try place.write(Array("{".utf8), to: "trust/broken.json")
        for (types, isAccepted) in [(["t", TestPost.type], true), (["t"], false)] as [(Set<String>, Bool)] {
            try folder.add(entry(types: types))
            _ = trust.refreshDue(at: now)
            #expect(try accepts(trust) == isAccepted)
        }
        try folder.add(entry("new"))
        _ = trust.refreshDue(at: now)
        #expect(try !accepts(trust), "what is new waits until all can be read")
    }

    @Test
    func
        `STA-01 SEC-29 a service is not ready while blocks or revocations cannot be read, and ready beside a broken entry`()
        throws
    {
        let trust = try trust()
        let test = try TestService()
        let (service, router) = try test.serviceAndRoutes(trust: trust)
        func answer(_ path: String) -> HTTPResponse { TestService.backend(router, "GET", path) }
        func isMetricSet() -> Bool? {
            let lines = String(decoding: answer("/metrics").body, as: UTF8.self).split(separator: "\n")
            return lines.contains("carnet_trust_folder_unread 1")
                ? true : lines.contains("carnet_trust_folder_unread 0") ? false : nil
        }
        var told: [Refusal] = []
        try Files.makeFolder(place.file("trust/crls"))
        for (name, failed) in [
            ("broken.json", []), ("blocked.json", [.trust]), ("crls/kea.crl", [.trust]),
        ] as [(String, Set<Readiness.Check>)] {
            try place.write(Array("{".utf8), to: "trust/\(name)")
            _ = trust.refreshDue(at: now)
            test.advance(Readiness.cacheSeconds)
            #expect(answer("/readyz").status == (failed.isEmpty ? 200 : 503), "\(name)")
            #expect(service.failedChecks { told.append($0) } == failed)
            #expect(isMetricSet() == true, "\(name)")
            try Files.remove(place.file("trust/\(name)"))
            #expect(trust.refreshDue(at: now) == .folderRead)
            test.advance(Readiness.cacheSeconds)
            #expect(answer("/readyz").status == 200)
            #expect(service.failedChecks { told.append($0) }.isEmpty)
            #expect(isMetricSet() == false, "\(name)")
        }
        #expect(told.map(\.rule) == ["TRU-03", "TRU-03"])
    }
}
