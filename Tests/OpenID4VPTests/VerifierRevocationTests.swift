import Certificates
import Cryptography
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing
import Trust

/// What a wallet does with a verifier whose access certificate can be revoked.
@Suite struct VerifierRevocationTests {
    private let verifier: TestVerifier
    private let rootKey: SoftwareKey

    init() throws {
        verifier = try TestVerifier()
        rootKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x71, count: 32))
    }

    private func list(revoking serials: [[UInt8]], next: Int64 = 600) throws -> KeptRevocationList {
        var template = RevocationListTemplate(thisUpdate: TestPost.time - 900, nextUpdate: TestPost.time - 600 + next)
        template.entries = serials.map { .init(serialNumber: $0, since: TestPost.time - 900) }
        return KeptRevocationList(
            list: try RevocationList(der: try template.signed(by: verifier.root, with: rootKey)))
    }

    private func answer(
        _ lists: [KeptRevocationList], transactionData: JSONValue? = nil
    ) throws -> Result<AuthenticatedRequest, OpenID4VPError> {
        let trust = verifier.trust.asking(RevocationPolicy(source: KeptRevocationLists(lists), staleSeconds: 0))
        var parameters = verifier.parameters()
        parameters["transaction_data"] = transactionData
        let object = try verifier.requestObject(parameters)
        var log = StepLog()
        do throws(OpenID4VPError) {
            return .success(
                try RequestAuthenticator(trust: trust, network: .secure).authenticated(
                    requestObject: object, clientID: verifier.hashClient, at: TestPost.time, log: &log))
        } catch { return .failure(error) }
    }

    @Test func `RPC-05 PAY-18 STA-03 NT-17 a revoked access certificate is refused`() throws {
        guard case .failure(let error) = try answer([try list(revoking: [[1]])]) else {
            Issue.record("a revoked verifier asks")
            return
        }
        #expect(error.refusal.rule == "STA-03")
        #expect(error.refusal.code == "certificate_revoked")
        let good = try answer([try list(revoking: [[2]], next: 1200)]).get()
        #expect(good.warnings.isEmpty)
    }

    @Test func `RPC-05 STA-02 a person is told when revocation is unknown, and may go on`() throws {
        let request = try answer([try list(revoking: [], next: 1)]).get()
        #expect(request.warnings.contains { $0.contains("RPC-05") })
    }

    @Test func `PAY-18 RPC-05 NT-17 nothing is confirmed for a verifier of whose revocation nothing is known`() throws {
        var payment = try TransactionDataTests.example("payment")
        payment["credential_ids"] = ["person"]
        let entries: JSONValue = [.string(TransactionData.encoded(payment))]
        func code(_ lists: [KeptRevocationList]) throws -> String? {
            do {
                _ = try answer(lists, transactionData: entries).get().authorizationRequest()
                return nil
            } catch let error as OpenID4VPError { return error.refusal.code }
        }
        #expect(try code([try list(revoking: [], next: 1200)]) == nil)
        #expect(try code([try list(revoking: [], next: 1)]) == "transaction_data_unsigned")
    }
}
