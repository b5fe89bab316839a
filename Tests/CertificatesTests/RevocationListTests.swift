import Bytes
import Cryptography
import Rules
import TestSupport
import Testing

@testable import Certificates

@Suite struct RevocationListTests {
    private let certificates: (leaf: Certificate, middle: Certificate, root: Certificate)
    private let chain: TestChain
    private let now = TestChain.time

    init() throws {
        var chain = try TestChain()
        chain.leaf.revocationListURIs = ["http://ca.example/1.crl"]
        self.chain = chain
        certificates = try chain.certificates()
    }

    private var template: RevocationListTemplate {
        RevocationListTemplate(thisUpdate: now - 3600, nextUpdate: now + 3600)
    }

    private func der(
        _ change: (inout RevocationListTemplate) -> Void = { _ in }, by key: SoftwareKey? = nil,
        as issuer: Certificate? = nil
    ) throws -> [UInt8] {
        guard let key = key ?? chain.middleKey else { throw TestChain.NoKey() }
        var template = template
        change(&template)
        return try template.signed(by: issuer ?? certificates.middle, with: key)
    }

    private func entry(_ reason: RevocationReason? = nil) -> RevocationListTemplate.Entry {
        RevocationListTemplate.Entry(
            serialNumber: certificates.leaf.serialNumber, since: now - 7200, reason: reason)
    }

    /// What the list says of the leaf; the problem when it says nothing.
    private func answer(_ der: [UInt8]) -> Result<RevocationList.Revocation?, CertificatesError> {
        do throws(CertificatesError) {
            return .success(
                try RevocationList(der: der).revocation(of: certificates.leaf, issuedBy: certificates.middle))
        } catch { return .failure(error) }
    }

    private func problem(_ der: [UInt8]) -> String? {
        guard case .failure(let error) = answer(der) else { return nil }
        #expect(error.refusal.rule == "STA-03")
        return error.refusal.problem
    }

    @Test func `STA-03 a list of the issuer says who was revoked, since when and why`() throws {
        let list = try RevocationList(der: try der { $0.entries = [self.entry(.keyCompromise)] })
        #expect((list.thisUpdate, list.nextUpdate) == (now - 3600, now + 3600))
        #expect(list.count == 1)
        #expect(list.issuer == certificates.middle.subject)
        let found = try list.revocation(of: certificates.leaf, issuedBy: certificates.middle)
        #expect(found == RevocationList.Revocation(since: now - 7200, reason: .keyCompromise))
        #expect(try answer(try der()).get() == nil)
        let other = RevocationListTemplate.Entry(serialNumber: [77], since: now)
        #expect(try answer(try der { $0.entries = [other] }).get() == nil)
    }

    @Test func `STA-03 what is on hold is revoked`() throws {
        let found = try answer(try der { $0.entries = [self.entry(.certificateHold)] }).get()
        #expect(found?.reason?.words == "on hold")
    }

    @Test func `STA-03 only the issuer of the certificate signs, with a key that may`() throws {
        #expect(problem(try der(by: chain.rootKey))?.contains("another issuer") == true, "another key identifier")
        #expect(problem(try der(by: chain.rootKey, as: certificates.root))?.contains("another issuer") == true)
        var changed = try der { $0.entries = [self.entry()] }
        changed[changed.count - 1] ^= 1
        #expect(problem(changed)?.contains("signature") == true)
        var forged = try TestChain()
        forged.forgeMiddle = { $0.setExtension([2, 5, 29, 15], critical: true, [0x03, 0x02, 0x02, 0x04]) }
        let middle = try forged.certificates().middle
        let list = try RevocationList(der: try der(as: middle))
        #expect(throws: CertificatesError.self) { try list.checkSigned(by: middle) }
        #expect(throws: Never.self) { try list.checkSigned(by: certificates.middle) }
    }

    @Test func `STA-03 the name of the issuer must fit as well as its key, on the list and in the certificate`() throws
    {
        let named = try RevocationList(der: try der(as: certificates.root))
        #expect(throws: other) { try named.checkSigned(by: certificates.middle) }
        let list = try RevocationList(der: try der())
        #expect(throws: other) { try list.checkSpeaks(of: certificates.middle, issuedBy: certificates.middle) }
    }

    private let other = CertificatesError.badRevocationList(problem: "it is the list of another issuer")

    @Test func `STA-03 PKX-05 a key weaker than P-256 signs no list`() throws {
        func text(_ name: String) throws -> [UInt8] { Array(try repositoryFile("vectors/x509/p224-list.\(name)")) }
        let authority = try #require(try PEM.certificates(in: String(decoding: try text("pem"), as: UTF8.self)).first)
        let list = try RevocationList(der: try PEM.revocationList(in: try text("crl")))
        #expect(throws: CertificatesError.badRevocationList(problem: "the signature on it is wrong")) {
            try list.checkSigned(by: authority)
        }
    }

    @Test func `STA-03 lists of differences, of other issuers and of some reasons are refused`() throws {
        let delta = try der { $0.furtherExtensions = [([2, 5, 29, 27], true, [0x02, 0x01, 0x01])] }
        #expect(problem(delta)?.contains("differences") == true)
        let indirect = try der { $0.furtherExtensions = [([2, 5, 29, 28], true, [0x30, 0x03, 0x84, 0x01, 0xFF])] }
        #expect(problem(indirect)?.contains("other issuers") == true)
        let some = try der { $0.furtherExtensions = [([2, 5, 29, 28], true, [0x30, 0x04, 0x83, 0x02, 0x06, 0x40])] }
        #expect(problem(some)?.contains("some reasons") == true)
        let attributes = try der { $0.furtherExtensions = [([2, 5, 29, 28], true, [0x30, 0x03, 0x85, 0x01, 0xFF])] }
        #expect(problem(attributes)?.contains("attribute certificates") == true)
        let removed = try der { $0.entries = [self.entry(.removeFromList)] }
        #expect(problem(removed)?.contains("takes certificates off") == true)
        var foreign = entry()
        foreign.furtherExtensions = [([2, 5, 29, 29], true, [0x30, 0x00])]
        #expect(problem(try der { $0.entries = [foreign] })?.contains("other issuers") == true)
    }

    @Test func `STA-03 what is critical and not understood refuses the list, in it and in an entry`() throws {
        let unknown: (identifier: [UInt], critical: Bool, content: [UInt8]) = ([1, 3, 6, 1, 4, 1, 7], true, [5, 0])
        #expect(problem(try der { $0.furtherExtensions = [unknown] })?.contains("1.3.6.1.4.1.7") == true)
        #expect(problem(try der { $0.furtherExtensions = [(unknown.identifier, false, [5, 0])] }) == nil)
        var entry = RevocationListTemplate.Entry(serialNumber: [77], since: now)
        entry.furtherExtensions = [unknown]
        #expect(problem(try der { $0.entries = [entry] })?.contains("1.3.6.1.4.1.7") == true)
        #expect(
            problem(
                try der {
                    $0.furtherExtensions = [(unknown.identifier, false, [5, 0]), (unknown.identifier, false, [5, 0])]
                })?.contains("twice") == true)
    }

    @Test func `STA-03 the scope and the place of a list are honoured`() throws {
        #expect(problem(try der { $0.limit(to: .endEntities) }) == nil)
        #expect(problem(try der { $0.limit(to: .authorities) })?.contains("does not speak") == true)
        #expect(problem(try der { $0.limit(to: .all, at: "http://ca.example/1.crl") }) == nil)
        #expect(
            problem(try der { $0.limit(to: .all, at: "http://ca.example/2.crl") })?.contains("does not speak") == true)
        let list = try RevocationList(der: try der { $0.limit(to: .endEntities, at: "http://ca.example/1.crl") })
        #expect(list.scope == .endEntities)
        #expect(list.placeURIs == ["http://ca.example/1.crl"])
    }

    @Test func `STA-03 a scope that cannot be read, is nobody's or names a place that is no URI is refused`() throws {
        func problem(_ scope: [UInt8]) throws -> String? {
            self.problem(try der { $0.furtherExtensions = [([2, 5, 29, 28], true, scope)] })
        }
        #expect(try problem([0x04, 0x01, 0x00])?.contains("issuingDistributionPoint") == true)
        #expect(try problem([0x30, 0x06, 0x81, 0x01, 0xFF, 0x82, 0x01, 0xFF])?.contains("of nobody") == true)
        let name = DERWriter.element(0x82, Array("ca.example".utf8))
        let place = DERWriter.sequence(DERWriter.element(0xA0, DERWriter.element(0xA0, name)))
        #expect(try problem(place)?.contains("no URI") == true)
    }

    /// The list with another beginning of what is signed; the signature over it is wrong then.
    private func changed(_ der: [UInt8], _ change: (inout [[UInt8]]) -> Void) -> [UInt8] {
        let parts = Forge.elements(Forge.content(der))
        var fields = Forge.elements(Forge.content(parts[0]))
        change(&fields)
        return DERWriter.sequence(DERWriter.element(0x30, fields.flatMap(\.self)), parts[1], parts[2])
    }

    @Test func `STA-03 a list of version 1 is refused`() throws {
        #expect(problem(changed(try der()) { $0.removeFirst() })?.contains("version 2") == true)
    }

    @Test func `STA-03 an entry whose time is none is refused`() throws {
        let list = changed(try der { $0.entries = [self.entry()] }) { fields in
            // version | algorithm | issuer | this update | next update | entries | extensions
            var entry = Forge.elements(Forge.content(Forge.elements(Forge.content(fields[5]))[0]))
            entry[1] = DERWriter.element(0x17, Array("260101000000X".utf8))
            fields[5] = DERWriter.sequence(DERWriter.sequence(entry[0], entry[1]))
        }
        #expect(problem(list)?.contains("without a time") == true)
    }

    @Test func `STA-03 PKX-10 BER is refused, around a list, in its issuer's name and in an extension`() throws {
        let unknown: [UInt] = [1, 3, 6, 1, 4, 1, 7]
        let inside = try der { $0.furtherExtensions = [(unknown, false, [0x30, 0x81, 0x00])] }
        #expect(problem(inside)?.contains("extension 1.3.6.1.4.1.7 cannot be read") == true)
        let named = changed(try der()) { $0[2] = [0x30, 0x81, $0[2][1]] + $0[2].dropFirst(2) }
        #expect(problem(named)?.contains("not one DER list") == true)
    }

    @Test func `STA-03 a list without a next update, or with one before its issue, is refused`() throws {
        #expect(problem(try der { $0.nextUpdate = nil })?.contains("next one") == true)
        #expect(problem(try der { $0.nextUpdate = $0.thisUpdate })?.contains("not after") == true)
    }

    @Test func `STA-03 PKX-05 a list that is signed with a weaker hash, or with RSA, is refused`() throws {
        for algorithm in [[1, 2, 840, 10045, 4, 1], [1, 2, 840, 10045, 4, 3, 1], [1, 2, 840, 113549, 1, 1, 11]]
            as [[UInt]]
        {
            let other = DERWriter.sequence(DERWriter.identifier(algorithm))
            let inside = Forge.elements(Forge.content(changed(try der()) { $0[1] = other }))
            #expect(problem(DERWriter.sequence(inside[0], other, inside[2]))?.contains("not accepted") == true)
        }
    }

    @Test func `STA-03 two signature algorithms in one list are refused`() throws {
        let good = try der()
        let parts = Forge.elements(Forge.content(good))
        let other = DERWriter.sequence(DERWriter.identifier([1, 2, 840, 10045, 4, 3, 3]))
        #expect(problem(DERWriter.sequence(parts[0], other, parts[2]))?.contains("algorithm") == true)
    }

    @Test func `STA-03 STA-04 bytes that are no list, or too many, are refused, and no prefix crashes`() throws {
        let good = try der { $0.entries = [self.entry(.superseded)] }
        for count in 0..<good.count { #expect(problem(Array(good[..<count])) != nil) }
        #expect(problem(good + [0]) != nil)
        #expect(problem(good + good)?.contains("nothing else") == true)
        #expect(problem([UInt8](repeating: 0x30, count: RevocationList.limitBytes + 1))?.contains("limit") == true)
        #expect(problem(certificates.leaf.der) != nil)
    }

    @Test func `STA-03 of two lists the higher number is newer, of one number or of two series the later`() throws {
        func list(_ number: [UInt8]?, _ issued: Int64 = 0, _ scope: RevocationList.Scope = .all) throws
            -> RevocationList
        {
            var template = RevocationListTemplate(thisUpdate: now + issued, nextUpdate: now + 3600, number: number)
            if scope != .all { template.limit(to: scope) }
            guard let key = chain.middleKey else { throw TestChain.NoKey() }
            return try RevocationList(der: try template.signed(by: certificates.middle, with: key))
        }
        let rising: [[UInt8]] = [[0], [1], [0x7F], [0x80], [0xFF], [1, 0], [1, 1], [2, 0], [1, 0, 0]]
        for (place, lower) in rising.enumerated() {
            for higher in rising.dropFirst(place + 1) {
                #expect(try list(higher).isNewer(than: list(lower)), "\(higher) > \(lower)")
                #expect(try !list(lower).isNewer(than: list(higher)), "\(lower) < \(higher)")
            }
            #expect(try !list(lower).isNewer(than: list(lower)))
            #expect(try list(lower, 1).isNewer(than: list(lower)))
        }
        #expect(try list([0x80]).number == [0x80])
        #expect(try list([0]).number == [])
        for (later, earlier) in [([2], nil), (nil, [2]), (nil, nil)] as [([UInt8]?, [UInt8]?)] {
            #expect(try list(later, 1).isNewer(than: list(earlier)) && !list(later).isNewer(than: list(earlier)))
        }
        #expect(try list([1], 1, .endEntities).isNewer(than: list([2])), "numbers of another series")
        #expect(try !list([2], -1).isNewer(than: list([1])) && !list([1]).isNewer(than: list([2], -1)))
        let template = RevocationListTemplate(thisUpdate: now - 1, nextUpdate: now + 3600, number: [1])
        let other = try RevocationList(
            der: try template.signed(by: certificates.root, with: try #require(chain.rootKey)))
        #expect(try !list([2]).isNewer(than: other), "of another issuer")
    }

    @Test func `STA-03 a negative number is none`() throws {
        let list = try RevocationList(
            der: try der {
                $0.number = nil
                $0.furtherExtensions = [([2, 5, 29, 20], false, [0x02, 0x01, 0xFF])]
            })
        #expect(list.number == nil)
    }

    @Test func `STA-03 a list is read from PEM`() throws {
        let good = try der()
        let body = Base64.encode(good)
        let text = "-----BEGIN X509 CRL-----\n\(body)\n-----END X509 CRL-----\n"
        #expect(try PEM.revocationList(in: Array(text.utf8)) == good)
        #expect(throws: CertificatesError.self) { try PEM.revocationList(in: Array("-----BEGIN X509 CRL-----".utf8)) }
        #expect(throws: CertificatesError.self) { try PEM.revocationList(in: Array((text + text).utf8)) }
        let mixed = "-----BEGIN CERTIFICATE-----\n\(body)\n-----END X509 CRL-----\n"
        #expect(throws: CertificatesError.self) { try PEM.revocationList(in: Array(mixed.utf8)) }
    }
}
