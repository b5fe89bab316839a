import Bytes
import CredentialModel
public import Cryptography
import HTTP
import JOSE
import JSON
public import OpenID4VCI
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC
import Trust
import Vault

extension Wallet {
    /// The protocol side of receiving; the caller shows and asks between its steps.
    public var receiver: CredentialReceiver {
        CredentialReceiver(http: client, clock: clock, hosts: hosts)
    }

    /// Which hosts issuers may name.
    public var hosts: HostPolicy { network == .loopbackAllowed ? .loopbackToo : .publicHosts }

    /// Refuses an offer whose credentials would be refused in any case, before it is used up for them.
    ///
    /// - Throws: `noTrustedIssuer`.
    public func requireTrustedIssuers(for plan: IssuancePlan) throws(WalletKitError) {
        let issuers = trust.entries.filter { !$0.purposes.isDisjoint(with: TrustPurpose.issuing) }
        for configuration in plan.configurations where !issuers.contains(where: { $0.vouches(for: configuration.vct) })
        {
            throw .noTrustedIssuer(type: configuration.vct)
        }
    }

    /// Refuses before an offer is used up when what comes could not be stored: a vault that is only open for reading, a
    /// full disk, another process that holds it.
    ///
    /// - Throws: `vault`.
    public func requireRoom() throws(WalletKitError) {
        let name = Hex.encode(random.bytes(16))
        try vault.transaction { (transaction) throws(WalletKitError) in
            do throws(VaultError) {
                let probe = try transaction.insert(
                    category: Category.history, name: name, tags: [], value: [UInt8](repeating: 0, count: 4096))
                try transaction.delete(probe)
            } catch { throw .vault(error) }
        }
    }

    /// Fetches, verifies and stores every credential of an authorized issuance: all copies of all of them, or nothing.
    ///
    /// Each copy gets a fresh key; the keys of an issuance that fails are forgotten. What happened is written into the
    /// history either way. All look-ups of types share one time (SEC-03).
    ///
    /// - Parameter copies: how many copies of each credential to ask for; the issuer's limit holds.
    /// - Throws: `openID4VCI`, `credential` with the first refusal, `vault`.
    public func receive(_ authorized: AuthorizedIssuance, copies: Int) throws(WalletKitError) -> Issuance {
        let party = authorized.plan.metadata.issuer.text
        let wallet = sharingTime()
        do throws(WalletKitError) {
            var batches: [Batch] = []
            for available in authorized.available {
                let isBound = available.configuration.keyBinding != nil
                let keys = try freshKeys(isBound ? max(1, min(copies, available.copyLimit)) : 0)
                let received: [ReceivedCredential]
                do throws(OpenID4VCIError) {
                    received = try receiver.credentials(available, of: authorized, keys: keys)
                } catch { throw .openID4VCI(error) }
                let copies = received.map { ($0.text, $0.keyIndex.map { keys[$0] }) }
                batches.append(
                    try wallet.batch(
                        of: copies, from: authorized.plan.metadata.issuer,
                        labels: CredentialLabels(available.configuration),
                        policy: available.configuration.disclosurePolicy))
            }
            let entry = HistoryEntry(
                time: clock.now, event: .received, party: party, details: batches.map(\.credential.type))
            return Issuance(items: try store(batches, entry))
        } catch {
            noteRefusal(by: party, error.refusal)
            throw error
        }
    }

    /// Verifies a credential from a file and stores it with the key that it is bound to.
    ///
    /// - Parameters:
    ///   - text: the compact form, unchecked.
    ///   - key: the holder's key; nil for a credential that is bound to none.
    /// - Throws: `notACredential`, `alreadyHeld`, `credential`, `keyMissing`, `vault`.
    public func add(_ text: String, key: SoftwareKey?) throws(WalletKitError) -> Issuance.Item {
        guard let received = try? CompactSDJWT(parsing: text) else { throw .notACredential }
        if let id = try holder(ofDigest: Self.digest(of: text)) { throw .alreadyHeld(id: id) }
        let confirmation = (try? received.issuerJWT.uncheckedPayload())?["cnf"]
        let bound = confirmation?["jwk"].flatMap { try? JWK($0) }
        guard bound == nil || bound?.publicKey == key?.publicKey else { throw .keyMissing(credential: "in the file") }
        let (report, verified) = try verifiedForKeeping(text)
        let batch = Batch(
            credential: held(verified, labels: .none, policy: nil), copies: [(text, bound == nil ? nil : key)],
            report: report)
        let entry = HistoryEntry(
            time: clock.now, event: .added, party: batch.credential.issuer, details: [batch.credential.type])
        return try store([batch], entry)[0]
    }

    /// The verified copies of one credential, before they are stored.
    struct Batch {
        let credential: HeldCredential
        let copies: [(text: String, key: SoftwareKey?)]
        let report: Report
    }

    /// Verifies every copy (CRED-26); one bad copy refuses the whole batch.
    func batch(
        of copies: [(text: String, key: SoftwareKey?)], from giver: IssuerIdentifier, labels: CredentialLabels,
        policy: DisclosurePolicy? = nil
    ) throws(WalletKitError) -> Batch {
        var first: (report: Report, verified: VerifiedCredential)?
        for copy in copies {
            let (report, verified) = try verifiedForKeeping(copy.text)
            try requireIssuer(of: verified, isAt: giver)
            if let first, !Statement(first.verified).isSame(as: Statement(verified)) {
                throw .copiesDiffer(credential: first.verified.type)
            }
            first = first ?? (report, verified)
        }
        guard let first else { throw .notACredential }
        return Batch(
            credential: held(first.verified, labels: labels, policy: policy), copies: copies, report: first.report)
    }

    /// Refuses a credential whose `iss` stands for another host than the one that gave it, unless the trust folder
    /// names exactly that issuer (CRED-27).
    func requireIssuer(
        of credential: VerifiedCredential, isAt giver: IssuerIdentifier
    ) throws(WalletKitError) {
        guard let name = credential.issuer.identifier, let claimed = try? WebURL(parsing: name),
            claimed.host != giver.url.host
        else { return }
        let entity = credential.issuer.decision.entryID
        guard trust.entries.contains(where: { $0.entity == entity && $0.names(issuer: name) }) else {
            throw .otherIssuer(claimed: claimed.hostText, host: giver.host)
        }
    }

    func verifiedForKeeping(_ text: String) throws(WalletKitError) -> (Report, VerifiedCredential) {
        let (report, result) = verification(of: text, status: status, types: types.onReceipt)
        switch result {
        case .success(let verified): return (report, verified)
        case .failure(let error): throw .credential(error)
        }
    }

    private func held(
        _ verified: VerifiedCredential, labels: CredentialLabels, policy: DisclosurePolicy?
    ) -> HeldCredential {
        HeldCredential(
            id: Hex.encode(random.bytes(8)), type: verified.type, otherTypes: verified.typeMetadata?.extends ?? [],
            category: verified.typeMetadata?.category,
            transactions: verified.typeMetadata.map(TransactionStanding.init), issuer: verified.issuer.name,
            labels: labels.giving(precedenceTo: verified.typeMetadata), disclosurePolicy: policy,
            validity: verified.validity, addedAt: clock.now)
    }

    func store(_ batches: [Batch], _ entry: HistoryEntry) throws(WalletKitError) -> [Issuance.Item] {
        var secrets: [[SoftwareKey?]] = []
        for batch in batches { secrets.append(batch.copies.map(\.key)) }
        try vault.transaction { (transaction) throws(WalletKitError) in
            for batch in batches {
                let id = batch.credential.id
                do throws(VaultError) {
                    _ = try transaction.insert(
                        category: Category.credential, name: id, tags: [], value: batch.credential.json.serialized())
                    for (number, copy) in batch.copies.enumerated() {
                        var key: RecordID?
                        if let secret = copy.key { key = try Self.insert(secret, "\(id)/\(number)", &transaction) }
                        _ = try transaction.insert(
                            category: Category.copy, name: "\(id)/\(number)",
                            tags: [
                                RecordTag(Field.credential, id), RecordTag(Field.digest, Self.digest(of: copy.text)),
                            ],
                            value: CredentialCopy.value(
                                credentialID: id, text: copy.text, key: key, shownTo: nil))
                    }
                } catch { throw .vault(error) }
            }
            _ = try record(entry, in: &transaction)
        }
        return batches.map { batch in
            var credential = batch.credential
            (credential.copies, credential.unusedCopies) = (batch.copies.count, batch.copies.count)
            return Issuance.Item(credential: credential, report: batch.report)
        }
    }

    private static func insert(
        _ key: SoftwareKey, _ name: String, _ transaction: inout VaultTransaction
    ) throws(VaultError) -> RecordID {
        try key.withSecret { span throws(VaultError) in
            let copy: SecretBytes
            do throws(CryptographyError) { copy = try SecretBytes(copying: span) } catch { throw .cryptography(error) }
            return try transaction.insert(
                category: Category.key, name: name,
                tags: [RecordTag("curve", key.publicKey.curve.rawValue)], secret: copy)
        }
    }

    private func freshKeys(_ count: Int) throws(WalletKitError) -> [SoftwareKey] {
        var keys: [SoftwareKey] = []
        for _ in 0..<count {
            do throws(CryptographyError) { keys.append(try SoftwareKey(generating: .p256, from: random)) } catch {
                throw .cryptography(error)
            }
        }
        return keys
    }

    private static func digest(of text: String) -> String {
        Hex.encode(HashAlgorithm.sha256.hash(Array(text.utf8)))
    }

    private func holder(ofDigest digest: String) throws(WalletKitError) -> String? {
        let found = try Self.wrap { () throws(VaultError) in
            try vault.find(category: Category.copy, tag: RecordTag(Field.digest, digest))
        }
        return try found.first.map { summary throws(WalletKitError) in
            try CredentialCopy(try read(summary.id)).credentialID
        }
    }
}
