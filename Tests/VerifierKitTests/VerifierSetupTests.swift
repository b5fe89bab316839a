import Certificates
import Cryptography
import Files
import Glibc
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct VerifierSetupTests {
    /// A wallet that is called by `openid4vp://` is known to check ES256, and no more of it is known.
    @Test func `WM-04 DP-02 requests are signed by ES256, and further identities are read in the order of their names`()
        throws
    {
        let folder = try TemporaryFolder()
        let verifier = VerifierFolder(path: folder.file("verifier"))
        let configuration = VerifierConfiguration(publicURL: try WebURL(parsing: "https://verify.example"))
        _ = try verifier.create(configuration, organization: "Bank", at: TestPost.time, random: SystemRandom())
        let signer = try verifier.signer(for: configuration)
        #expect(SignatureAlgorithm(writtenFor: signer.key.publicKey.curve) == .es256)
        #expect(try verifier.otherSigners(for: configuration).isEmpty)
        try Files.makeFolder("\(verifier.path)/signers")
        for name in ["b", "a"] {
            try folder.copy("verifier/signing.jwk", to: "verifier/signers/\(name).jwk")
            try folder.copy("verifier/chain.pem", to: "verifier/signers/\(name).pem")
        }
        #expect(
            try verifier.otherSigners(for: configuration).map(\.client.text) == [
                signer.client.text, signer.client.text,
            ])
        let key = try SoftwareKey(generating: .ed25519)
        var template = CertificateTemplate(
            commonName: "Bank", key: key.publicKey, serialNumber: [1], notBefore: TestPost.time - 60,
            notAfter: TestPost.time + 60)
        template.dnsNames = ["verify.example"]
        let leaf = try template.selfSigned(with: key)
        try folder.write(JSONValue.object(JWK.Private.json(of: key)).serialized(), to: "verifier/signers/b.jwk")
        try folder.write(Array(PEM.text(of: [leaf]).utf8), to: "verifier/signers/b.pem")
        #expect(
            throws: VerifierKitError.badFile(
                path: "\(verifier.path)/signers/b.jwk", problem: "is no P-256 key, which signs by ES256 (WM-04)")
        ) { try verifier.otherSigners(for: configuration) }
    }

    private let place: TemporaryFolder

    init() throws { place = try TemporaryFolder() }

    private func changed(_ change: (inout JSONObject) -> Void) throws -> JSONValue {
        let good = VerifierConfiguration(publicURL: try WebURL(parsing: "https://verify.example")).json
        var object = try #require(good.object)
        change(&object)
        return .object(object)
    }

    private func wrongMember(_ json: JSONValue) -> String? {
        do throws(VerifierKitError) {
            _ = try VerifierConfiguration(json)
            return nil
        } catch {
            if case .configuration(let member, _) = error { return member }
            return "\(error)"
        }
    }

    @Test func `a configuration is read as it was written`() throws {
        let json = try changed {
            $0["listen"] = "[::1]:9000"
            $0["client_id_prefix"] = "x509_san_dns"
            $0["response_mode"] = "direct_post"
            $0["network"] = "loopback_allowed"
            $0["transaction_seconds"] = 30
            $0["result_seconds"] = 3600
            $0["trusted_proxies"] = ["192.0.2.1", "::1"]
            $0["type_metadata"] = "required"
            $0["other_types"] = true
            $0["credential_status"] = "required"
        }
        let configuration = try VerifierConfiguration(json)
        #expect(configuration.port == 9000)
        #expect(configuration.prefix == .x509SanDNS)
        #expect(configuration.responseMode == .directPost)
        #expect(configuration.network == .loopbackAllowed)
        #expect(configuration.transactionSeconds == 30)
        #expect(configuration.resultSeconds == 3600)
        #expect(configuration.trustedProxies.addresses == ["192.0.2.1", "::1"].compactMap(IPAddress.init))
        #expect(configuration.json["trusted_proxies"] == ["192.0.2.1", "::1"])
        #expect(configuration.typeMetadata == .required)
        #expect(configuration.countsOtherTypes)
        #expect(configuration.credentialStatus == .required)
        #expect(try VerifierConfiguration(configuration.json).json == configuration.json)
    }

    @Test(
        arguments: [
            ("public_url", .null), ("public_url", "verify.example"), ("public_url", 7), ("listen", "localhost:80"),
            ("listen", "127.0.0.1"), ("listen", "127.0.0.1:65536"), ("listen", 8080),
            ("client_id_prefix", "redirect_uri"),
            ("client_id_prefix", "x509_HASH"), ("client_id_prefix", 7), ("transaction_seconds", 29),
            ("transaction_seconds", 3601), ("transaction_seconds", "300"), ("result_seconds", 29),
            ("result_seconds", 3601), ("result_seconds", [300]), ("response_mode", "fragment"),
            ("response_mode", .null),
            ("trusted_proxies", "192.0.2.1"), ("trusted_proxies", ["proxy"]), ("trusted_proxies", ["192.0.2.1", 7]),
            ("type_metadata", "yes"), ("type_metadata", true), ("other_types", "yes"), ("other_types", .null),
            ("credential_status", "yes"), ("credential_status", true),
            ("network", "open"), ("network", true), ("Network", "secure"), ("publicURL", "https://verify.example"),
        ] as [(String, JSONValue)])
    func `a member that is wrong or unknown is named`(member: String, value: JSONValue) throws {
        #expect(wrongMember(try changed { $0[member] = value }) == member)
    }

    @Test func `HAIP-02 HAIP-05 under the profile haip a verifier asks as the profile says`() throws {
        let good = try changed {
            $0["profile"] = "haip"; $0["wallet_scheme"] = "haip-vp"
        }
        let configuration = try VerifierConfiguration(good)
        #expect(configuration.profile == .haip)
        #expect(configuration.walletScheme == "haip-vp")
        #expect(
            wrongMember(
                try changed {
                    $0["profile"] = "haip"; $0["client_id_prefix"] = "x509_san_dns"
                })
                == "client_id_prefix")
        #expect(
            wrongMember(
                try changed {
                    $0["profile"] = "haip"; $0["response_mode"] = "direct_post"
                })
                == "response_mode")
        #expect(wrongMember(try changed { $0["profile"] = "high" }) == "profile")
        #expect(wrongMember(try changed { $0["wallet_scheme"] = "https" }) == "wallet_scheme")
    }

    @Test(
        arguments: [
            ("http://verify.example", "secure"), ("http://verify.example", "loopback_allowed"),
            ("http://127.0.0.1:8080", "secure"),
        ] as [(String, String)])
    func `SES-11 a public URL that is not https is refused, but on this machine where that is allowed`(
        url: String, network: String
    ) throws {
        let json = try changed { ($0["public_url"], $0["network"]) = (.string(url), .string(network)) }
        #expect(wrongMember(json) == "public_url")
        let local = try changed {
            ($0["public_url"], $0["network"]) = ("http://127.0.0.1:8080", "loopback_allowed")
        }
        #expect(wrongMember(local) == nil)
    }

    @Test func `SES-11 no folder is set up for a public URL that is not https`() throws {
        let configuration = VerifierConfiguration(publicURL: try WebURL(parsing: "http://verify.example"))
        let folder = VerifierFolder(path: place.file("plain"))
        #expect(throws: VerifierKitError.self) {
            try folder.create(configuration, organization: "X", at: TestPost.time, random: SystemRandom())
        }
        #expect(!folder.exists)
    }

    @Test func `what is no object is no configuration`() { #expect(wrongMember([]) == "") }

    private func folder(_ name: String = "verifier") throws -> (VerifierFolder, VerifierConfiguration) {
        let folder = VerifierFolder(path: place.file(name))
        let configuration = VerifierConfiguration(publicURL: try WebURL(parsing: "https://verify.example"))
        let created = try folder.create(
            configuration, organization: "Harbour Bank", at: TestPost.time, random: SystemRandom())
        #expect(created.client.prefix == .x509Hash)
        return (folder, configuration)
    }

    @Test func `SEC-34 a folder is set up once, and its secrets are its owner's`() throws {
        let (folder, configuration) = try folder()
        #expect(try folder.signer(for: configuration).client.prefix == .x509Hash)
        #expect(try folder.apiSecret().count == 32)
        #expect(try folder.consolePassword() == nil, "SEC-41")
        #expect(throws: VerifierKitError.self) {
            try folder.create(configuration, organization: "Other", at: TestPost.time, random: SystemRandom())
        }
    }

    @Test func `a certificate of another key is refused before the service starts`() throws {
        let (folder, configuration) = try folder()
        let (other, _) = try self.folder("other")
        let chain = try Files.read("\(other.path)/chain.pem", limitBytes: 65_536)
        try Files.write(chain, to: "\(folder.path)/chain.pem", for: .everyone, existing: .replace)
        do throws(VerifierKitError) {
            _ = try folder.signer(for: configuration)
            Issue.record("it was taken")
        } catch { #expect(error.refusal.problem.contains("does not certify the key")) }
    }

    @Test func `CID-06 a certificate that is over, not yet valid or for another host is found in time`() throws {
        let (folder, configuration) = try folder()
        func isFit(after seconds: Int64 = 0) -> Bool {
            let steps = folder.examined(at: TestPost.time + seconds).log.steps
            return steps.contains { $0.rule == "CID-06" && $0.outcome == .passed }
        }
        let year: Int64 = 365 * 86_400
        for (seconds, expected) in [(-3_601, false), (-3_600, true), (year - 1, true), (year, false)] {
            #expect(isFit(after: seconds) == expected, "\(seconds)")
        }
        var object = try #require(configuration.json.object)
        object["client_id_prefix"] = "x509_san_dns"
        for (host, expected) in [("verify.example", true), ("other.example", false)] {
            object["public_url"] = .string("https://\(host)")
            try Files.write(
                JSONValue.object(object).serialized(), to: folder.configurationPath, for: .everyone, existing: .replace)
            #expect(isFit() == expected, "\(host)")
        }
    }

    @Test func `HAIP-02 under the profile haip the anchor must not be sent along`() throws {
        var (folder, configuration) = try folder()
        let chain = try Files.read("\(folder.path)/chain.pem", limitBytes: 65_536)
        let anchor = try Files.read("\(folder.path)/access-ca.pem", limitBytes: 65_536)
        configuration.profile = .haip
        #expect(try folder.signer(for: configuration).chain.count == 1)
        try Files.write(chain + anchor, to: "\(folder.path)/chain.pem", for: .everyone, existing: .replace)
        #expect(
            throws: VerifierKitError.badFile(
                path: "\(folder.path)/chain.pem", problem: "holds a self-signed certificate or the anchor (HAIP-02)")
        ) { try folder.signer(for: configuration) }
        configuration.profile = .openID4VP
        #expect(try folder.signer(for: configuration).chain.count == 2)
    }

    @Test func `TRU-01 where there is no folder of anchors that is said, and is no fault`() throws {
        let (folder, _) = try folder()
        func outcome() -> Step.Outcome? {
            folder.examined(at: TestPost.time).log.steps.last { $0.rule == "TRU-01" }?.outcome
        }
        #expect(outcome() == .skipped(why: "nobody is trusted yet: no credential will be accepted"))
        place.remove("verifier/trust")
        #expect(
            outcome() == .skipped(why: "there is no folder \(folder.trustPath): no credential will be accepted"))
    }

    @Test func `TRU-01 SEC-34 what leads nowhere is not missing`() throws {
        let (folder, configuration) = try folder()
        #expect(try folder.otherSigners(for: configuration).isEmpty)
        #expect(try folder.consolePassword() == nil)
        place.remove("verifier/trust")
        for name in ["trust", "signers", "console.json"] {
            #expect(unsafe symlink("nowhere", "\(folder.path)/\(name)") == 0)
        }
        let dead = "it is a link to what is not there"
        func refused(_ name: String) -> VerifierKitError {
            .files(.refused(operation: "open", path: "\(folder.path)/\(name)", reason: dead))
        }
        #expect(throws: refused("signers")) { try folder.otherSigners(for: configuration) }
        #expect(throws: refused("console.json")) { try folder.consolePassword() }
        #expect(folder.examined(at: TestPost.time).log.firstFailure?.problem.contains(dead) == true)
    }

    @Test(arguments: [0, 31, 33]) func `a secret of another length is damaged`(count: Int) throws {
        let (folder, _) = try folder()
        try Files.write(
            [UInt8](repeating: 1, count: count), to: "\(folder.path)/api.secret", for: .owner, existing: .replace)
        do throws(VerifierKitError) {
            _ = try folder.apiSecret()
            Issue.record("it was taken")
        } catch { #expect(error.refusal.problem.contains("is damaged")) }
    }
}
