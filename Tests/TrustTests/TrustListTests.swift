import Certificates
import Cryptography
import JSON
import Rules
import TestSupport
import Testing
import Trust

@Suite struct TrustListTests {
    private let lists: TestList
    private let place: TemporaryFolder
    private let folder: TrustFolder

    init() throws {
        lists = try TestList()
        place = try TemporaryFolder()
        folder = TrustFolder(path: place.file("trust"))
    }

    private func rule(_ bytes: [UInt8], _ settings: TrustListSettings? = nil, at time: UnixTime? = nil) -> RuleID? {
        do throws(TrustError) {
            _ = try TrustList(signed: bytes, settings: settings ?? lists.settings, at: time ?? lists.now)
            return nil
        } catch { return error.refusal.rule }
    }

    private func list(
        _ entities: [JSONValue]? = nil, scheme change: (inout JSONObject) -> Void = { _ in }
    ) throws -> TrustList {
        try TrustList(
            signed: try lists.signed(scheme: change, entities: entities), settings: lists.settings, at: lists.now)
    }

    private func decision(
        _ purposes: Set<TrustPurpose> = [.pidIssuer], type: String? = TestList.type, at time: UnixTime? = nil
    ) -> Result<TrustDecision, TrustError> {
        do throws(TrustError) {
            return .success(
                try folder.store().decide(
                    purposes, type: type, evidence: .certificates([lists.post.leaf]), at: time ?? lists.now))
        } catch { return .failure(error) }
    }

    @Test(arguments: ["trustlist+jwt", "JOSE"])
    func `LOT-01 LOT-03 a list signed by its operator becomes entries`(type: String) throws {
        let list = try TrustList(signed: try lists.signed(type: type), settings: lists.settings, at: lists.now)
        #expect(list.origin.sequence == 7)
        let entry = try #require(list.entries.first)
        #expect(entry.purposes == [.pidIssuer])
        #expect(entry.types == [TestList.type])
        #expect(entry.anchors == [lists.post.root])
        #expect(entry.list == list.origin)
    }

    @Test func `LOT-01 what is no list, or no list of the right kind of token, is refused`() throws {
        #expect(rule(try lists.signed(type: "jwt")) == "LOT-01")
        #expect(rule(try lists.signed(root: "lote")) == "LOT-01")
        #expect(rule(Array("{}".utf8)) == "LOT-01")
        #expect(rule(try lists.signed { $0["NextUpdate"] = nil }) == "LOT-01")
        #expect(rule(try lists.signed { $0["LoTESequenceNumber"] = "7" }) == "LOT-01")
        #expect(rule(try lists.signed(entities: [7])) == "LOT-01")
        let bad = lists.service { $0["ServiceDigitalIdentity"] = ["X509Certificates": [["val": "AAAA"]]] }
        #expect(rule(try lists.signed(entities: [lists.entity("A", [bad])])) == "LOT-01")
    }

    /// A list as it was spelled before the standard, in each of the ways that are known.
    private func early(_ change: (inout JSONObject) -> Void = { _ in }) throws -> [(name: String, bytes: [UInt8])] {
        func dated(_ scheme: inout JSONObject) {
            scheme["ListIssueDatetime"] = scheme["ListIssueDateTime"]
            scheme["ListIssueDateTime"] = nil
            change(&scheme)
        }
        let nested: JSONValue = ["TrustServiceProvider": lists.entity("Old Post")]
        return [
            ("ListIssueDatetime", try lists.signed(scheme: dated)),
            ("a root without LoTE", try lists.signed(scheme: change, root: nil)),
            ("TrustServiceProvider", try lists.signed(scheme: change, entities: [nested, lists.entity()])),
            (
                "a root without LoTE, ListIssueDatetime, TrustServiceProvider",
                try lists.signed(scheme: dated, entities: [nested], root: nil)
            ),
        ]
    }

    private var legacy: TrustListSettings {
        TrustListSettings(
            id: "eu-pid", kind: .pid, signer: lists.signer, types: [TestList.type], names: .earlyToo)
    }

    @Test func `LOT-10 a list with early names is refused, and the error says which and how to take it`() throws {
        for (names, bytes) in try early() {
            do throws(TrustError) {
                _ = try TrustList(signed: bytes, settings: lists.settings, at: lists.now)
                Issue.record("\(names) was taken")
            } catch {
                #expect(error.refusal.rule == "LOT-10")
                #expect(error.refusal.problem.hasSuffix(": \(names)"))
                #expect(error.refusal.hint.contains("--legacy"))
            }
        }
    }

    @Test func `LOT-10 with leave to, early names are read as those of today, and the result is marked`() throws {
        for (names, bytes) in try early() {
            let list = try TrustList(signed: bytes, settings: legacy, at: lists.now)
            #expect(list.origin.sequence == 7 && list.origin.issuedAt == lists.now - 3600, "\(names)")
            #expect(list.entries.allSatisfy { $0.anchors == [lists.post.root] && $0.list?.hasEarlyNames == true })
            #expect(!list.entries.isEmpty)
            #expect(list.origin.words(at: lists.now) == "eu-pid 7, fresh, with early names")
        }
        let today = try TrustList(signed: try lists.signed(), settings: legacy, at: lists.now)
        #expect(!today.origin.hasEarlyNames, "nothing was mapped")
    }

    @Test func `LOT-10 LOT-11 the folder keeps mark and leave, so that the next list is read the same way`() throws {
        try folder.add(try TrustList(signed: try early()[3].bytes, settings: legacy, at: lists.now))
        let held = try #require(try folder.list("eu-pid"))
        #expect(held.settings == legacy)
        #expect(held.origin.hasEarlyNames)
        #expect(try folder.store().entries.first?.list?.hasEarlyNames == true)
        let next = try early { $0["LoTESequenceNumber"] = 8 }[3].bytes
        try folder.add(try TrustList(signed: next, settings: held.settings, at: lists.now))
        #expect(try folder.list("eu-pid")?.origin.sequence == 8)
        #expect(try folder.list("eu-pid")?.settings.names == .earlyToo)
        try folder.remove(id: "eu-pid")
        try folder.add(try list())
        #expect(try folder.list("eu-pid")?.settings.names == .normative, "and without leave none is kept")
    }

    @Test func `LOT-10 LOT-06 LOT-07 early names excuse nothing else`() throws {
        func rule(_ bytes: [UInt8]) -> RuleID? { self.rule(bytes, legacy) }
        for (_, bytes) in try early({ $0["SchemeExtensions"] = [["critical": true]] }) {
            #expect(rule(bytes) == "LOT-06")
        }
        for (_, bytes) in try early({ $0["LoTESequenceNumber"] = 0 }) { #expect(rule(bytes) == "LOT-07") }
        #expect(rule(try lists.signed(root: "lote")) == "LOT-01")
        let both = try lists.signed { $0["ListIssueDatetime"] = "2020-01-01T00:00:00Z" }
        #expect(try TrustList(signed: both, settings: legacy, at: lists.now).origin.issuedAt == lists.now - 3600)
        let aside: JSONObject = ["other": 1]
        #expect(rule(try lists.signed(scheme: Self.dated, beside: aside)) == "LOT-01", "beside LoTE stands nothing")
    }

    private static func dated(_ scheme: inout JSONObject) {
        scheme["ListIssueDatetime"] = scheme["ListIssueDateTime"]
        scheme["ListIssueDateTime"] = nil
    }

    @Test(arguments: ["<?xml version=\"1.0\"?><TrustServiceStatusList/>", "\u{FEFF}<a/>", " \r\n\t<tsl:a/>"])
    func `LOT-13 LOT-04 a list in XML is refused with what to do, not as a broken token`(text: String) throws {
        do throws(TrustError) {
            _ = try TrustList(signed: Array(text.utf8), settings: lists.settings, at: lists.now)
            Issue.record("it was read")
        } catch {
            #expect(error == .xmlList)
            #expect(error.refusal.rule == "LOT-13")
            #expect(error.refusal.hint.contains("convert") && error.refusal.hint.contains("docs/trust.md"))
        }
        #expect(rule(Array("x<".utf8)) == "LOT-01", "only what begins like XML is called so")
    }

    @Test func `LOT-02 only the certificate that was configured signs, octet by octet`() throws {
        #expect(rule(try lists.signed(certificate: lists.post.leaf)) == "LOT-02")
        #expect(rule(try lists.signed(), lists.settings(signer: lists.post.root)) == "LOT-02")
        #expect(rule(try lists.signed(by: lists.post.key)) == "LOT-01", "the signature does not hold")
        var changed = try lists.signed()
        changed[changed.count / 2] = changed[changed.count / 2] == 0x41 ? 0x42 : 0x41
        #expect(rule(changed) != nil)
        let late = try lists.signed {
            $0["ListIssueDateTime"] = .string((lists.now + 864_001).description)
            $0["NextUpdate"] = .string((lists.now + 900_000).description)
        }
        #expect(rule(late, at: lists.now + 864_001) == "LOT-02", "its certificate was over")
    }

    @Test func `LOT-06 a critical extension refuses the whole list, another is ignored`() throws {
        #expect(rule(try lists.signed { $0["SchemeExtensions"] = [["critical": true]] }) == "LOT-06")
        #expect(rule(try lists.signed { $0["SchemeExtensions"] = [["critical": false], ["other": 1]] }) == nil)
        let service = lists.service { $0["ServiceInformationExtensions"] = [["Critical": true]] }
        #expect(rule(try lists.signed(entities: [lists.entity("A", [service])])) == "LOT-06")
    }

    @Test func `LOT-07 type, version, number and times are checked, on both sides of each bound`() throws {
        #expect(rule(try lists.signed(), lists.settings(.accessCertificates)) == "LOT-07")
        #expect(rule(try lists.signed { $0["LoTEVersionIdentifier"] = 2 }) == "LOT-07")
        #expect(rule(try lists.signed { $0["LoTESequenceNumber"] = 0 }) == "LOT-07")
        func times(issued: Int64, next: Int64) throws -> RuleID? {
            rule(
                try lists.signed {
                    $0["ListIssueDateTime"] = .string((lists.now + issued).description)
                    $0["NextUpdate"] = .string((lists.now + next).description)
                })
        }
        #expect(try times(issued: 300, next: 600) == nil)
        #expect(try times(issued: 301, next: 600) == "LOT-07")
        #expect(try times(issued: 100, next: 100) == "LOT-07")
        #expect(try times(issued: -100, next: 0) == nil)
        #expect(try times(issued: -100, next: -1) == "LOT-07")
    }

    @Test func `LOT-07 the number never goes back, and two lists of one number are not both taken`() throws {
        let first = try list()
        try folder.add(first)
        try folder.add(first)
        let older = TrustError.badList(rule: "LOT-07", problem: "its number 6 is lower than 7, which is held")
        #expect(throws: older) { try folder.add(try list { $0["LoTESequenceNumber"] = 6 }) }
        #expect(throws: TrustError.self) { try folder.add(try list([])) }
        #expect(try folder.list("eu-pid")?.origin.sequence == 7)
        try folder.add(try list { $0["LoTESequenceNumber"] = 8 })
        #expect(try folder.list("eu-pid")?.origin.sequence == 8)
        try folder.remove(id: "eu-pid")
        #expect(try folder.store().entries.isEmpty)
    }

    @Test func `LOT-08 NT-03 a list without entities takes everybody off`() throws {
        try folder.add(try list())
        #expect(try folder.store().entries.count == 1)
        try folder.add(try list([]) { $0["LoTESequenceNumber"] = 8 })
        #expect(try folder.store().entries.isEmpty)
    }

    @Test(
        arguments: [
            (nil, true), ("http://a.example/granted", true), ("http://a.example/notified", true),
            ("http://a.example/withdrawn", false), ("http://a.example/deprecatedatnationallevel", false),
            ("granted", false), ("http://a.example/new", false),
        ] as [(String?, Bool)])
    func `LOT-09 NT-04 only what is granted or says nothing is trusted`(status: String?, isTrusted: Bool) throws {
        try folder.add(try list([lists.entity("A", [lists.service(status: status)])]))
        switch decision() {
        case .success: #expect(isTrusted)
        case .failure(let error): #expect(!isTrusted && error.refusal.code == "not_in_force", "\(error)")
        }
    }

    @Test func `LOT-05 TRU-01 the anchors of issuing and of status lists are the entity's, and never cross`() throws {
        let services = [lists.service(), lists.service(TestList.revocation), lists.service("http://other.example")]
        let entries = try list([lists.entity("A", services), lists.entity("B"), lists.entity("A")]).entries
        #expect(entries.map(\.purposes) == [[.pidIssuer], [.statusSigner], [.pidIssuer], [.pidIssuer]])
        #expect(entries[0].entity == entries[1].entity)
        #expect(Set(entries.map(\.entity)).count == 3, "another entity of the same name is another")
        #expect(Set(entries.map(\.id)).count == 4)
        try folder.add(try list([lists.entity("A", [lists.service(TestList.revocation)])]))
        #expect(try decision([.statusSigner], type: nil).get().entityName == "A")
        guard case .failure = decision() else {
            Issue.record("an anchor for status lists vouches for an issuer")
            return
        }
    }

    @Test func `TRU-07 STA-01 what a list grants is used for a fortnight after its next update was due`() throws {
        try folder.add(try list())
        let due = lists.now + 86_400
        let decided = try decision(at: due).get()
        #expect(decided.list?.sequence == 7)
        #expect(decided.list?.words(at: due) == "eu-pid 7, fresh")
        #expect(decided.list?.words(at: due + 60) == "eu-pid 7, stale for 60 s, accepted")
        let last = due + TrustListOrigin.staleSeconds
        #expect(decided.list?.isUsable(at: last) == true)
        guard case .failure(.listTooOld(list: "eu-pid", usableUntil: last)) = decision(at: last + 1) else {
            Issue.record("\(decision(at: last + 1))")
            return
        }
    }

    @Test func `TRU-05 STA-01 what a list took out of force stays so, however old the list`() throws {
        let withdrawn = lists.service(status: "http://a.example/withdrawn")
        try folder.add(try list([lists.entity("A", [withdrawn])]))
        let late = lists.now + 100 * 86_400
        let entry = try #require(try folder.store().entries.first)
        #expect(entry.isUsable(at: late))
        #expect(!entry.isInForce(at: late))
    }

    @Test func `TRU-04 an entity of a list is blocked by its name in the folder`() throws {
        try folder.add(try list())
        let entity = try #require(try folder.store().entries.first?.entity)
        #expect(try decision().get().entryID == entity)
        try folder.block(.entity(id: entity))
        guard case .failure(.blocked) = decision() else {
            Issue.record("it is not blocked")
            return
        }
    }

    @Test func `TRU-03 an imported list that was damaged blocks everything`() throws {
        try folder.add(try list())
        try place.write(Array("{}".utf8), to: "trust/lists/eu-pid.json")
        #expect(throws: TrustError.self) { try folder.store() }
    }

    @Test func `TRU-03 an imported list of another version blocks everything`() throws {
        try folder.add(try list())
        let text = String(decoding: place.bytes(of: "trust/lists/eu-pid.json") ?? [], as: UTF8.self)
        let other = text.split(separator: "\"version\":1,").joined(separator: "\"version\":2,")
        #expect(other != text)
        try place.write(Array(other.utf8), to: "trust/lists/eu-pid.json")
        #expect(throws: TrustError.badEntry(file: "lists/eu-pid.json", problem: "it is no imported list of version 1"))
        {
            try folder.store()
        }
    }

    @Test func `LOT-12 the name of a list has at most 32 letters`() throws {
        for (count, isTaken) in [(32, true), (33, false)] {
            let settings = TrustListSettings(
                id: String(repeating: "a", count: count), kind: .pid, signer: lists.signer, types: [TestList.type])
            let list = try TrustList(signed: try lists.signed(), settings: settings, at: lists.now)
            if isTaken { try folder.add(list) } else { #expect(throws: TrustError.self) { try folder.add(list) } }
        }
        #expect(try folder.lists().count == 1)
    }

    @Test func `LOT-05 a service without certificates vouches for nobody`() throws {
        let none = lists.service { $0["ServiceDigitalIdentity"] = ["X509SKIs": ["AAAA"]] }
        #expect(try list([lists.entity("A", [none])]).entries.isEmpty)
    }

    @Test func `LOT-01 a text without letters is none: a state is refused, a name is passed over`() throws {
        let empty = lists.service { $0["ServiceStatus"] = "" }
        #expect(rule(try lists.signed(entities: [lists.entity("A", [empty])])) == "LOT-01")
        #expect(try list([entity([("en", ""), ("en", "Post")])]).entries.first?.name == "Post")
    }

    @Test func `LOT-01 sigT may be critical, and neither it nor iat lies in the future`() throws {
        #expect(rule(try lists.signed(header: ["sigT": .string(lists.now.description), "crit": ["sigT"]])) == nil)
        #expect(rule(try lists.signed(header: ["sigT": 1, "crit": ["sigT"]])) == "LOT-01")
        #expect(rule(try lists.signed(header: ["sigX": 1, "crit": ["sigX"]])) == "LOT-01")
        #expect(rule(try lists.signed(header: ["sigT": .string((lists.now + 300).description)])) == nil)
        #expect(rule(try lists.signed(header: ["sigT": .string((lists.now + 301).description)])) == "LOT-01")
        #expect(rule(try lists.signed(header: ["iat": .integer(lists.now.seconds + 301)])) == "LOT-01")
        #expect(rule(try lists.signed(header: ["iat": .integer(lists.now.seconds - 864_001)])) == "LOT-02")
    }

    @Test(arguments: [
        (".5Z", true), (".123456789Z", true), (".Z", false), (".1234567890Z", false), (".5", false),
        (".55", false), (".5xZ", false),
    ])
    func `LOT-01 times may have a fraction of a second`(end: String, isRead: Bool) throws {
        let text = String(lists.now.description.dropLast()) + end
        #expect((rule(try lists.signed { $0["ListIssueDateTime"] = .string(text) }) == nil) == isRead)
    }

    /// What a list has for somebody.
    private func entity(_ names: [(String, String)], trade: String? = nil, _ name: String = "A") -> JSONValue {
        var entity = lists.entity(name).object ?? [:]
        var information: JSONObject = [
            "TEName": .array(names.map { ["lang": .string($0.0), "value": .string($0.1)] })
        ]
        information["TETradeName"] = trade.map { [["lang": "en", "value": .string($0)]] }
        entity["TrustedEntityInformation"] = .object(information)
        return .object(entity)
    }

    @Test func `TRU-04 a block of an entity holds when its names change their order, or it is renamed`() throws {
        try folder.add(try list([entity([("el", "Ταχυδρομείο"), ("en", "Post")], trade: "VATGR-1")]))
        let entry = try #require(try folder.store().entries.first)
        try folder.block(.entity(id: entry.entity))
        for (number, names) in [[("en", "Post"), ("el", "Ταχυδρομείο")], [("en", "Hellenic Post")]].enumerated() {
            try folder.add(
                try list([entity(names, trade: "VATGR-1")]) { $0["LoTESequenceNumber"] = .integer(8 + Int64(number)) })
            guard case .failure(.blocked) = decision() else {
                Issue.record("the block was lost")
                return
            }
        }
        try folder.unblock(.entity(id: entry.entity))
        try folder.block(.entity(id: try #require(entry.aliases.first)))
        try folder.add(try list([entity([("en", "Post")])]) { $0["LoTESequenceNumber"] = 20 })
        guard case .failure(.blocked) = decision() else {
            Issue.record("the name does not find it when its number is gone")
            return
        }
    }

    @Test func `LOT-11 ids stay when somebody is put in front`() throws {
        let before = try list([entity([("en", "B")])])
        let after = try list([entity([("en", "A")]), entity([("en", "B")])])
        let difference = TrustDifference(
            from: TrustStore(entries: before.entries), to: TrustStore(entries: after.entries))
        #expect(difference.entries.map(\.change) == [.added])
    }
}
