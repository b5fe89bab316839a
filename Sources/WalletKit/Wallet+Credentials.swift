public import CredentialModel
import JSON
import Rules
import SDJWT
import SDJWTVC
import Vault

extension Wallet {
    /// The credentials, in the order in which they were taken in.
    ///
    /// - Throws: `vault`.
    public func credentials() throws(WalletKitError) -> [HeldCredential] {
        var credentials: [HeldCredential] = []
        for record in try records(of: try list(Category.credential)) {
            let read = try ifReadable { () throws(WalletKitError) in try HeldCredential(record: record.value) }
            guard var credential = read else { continue }
            let copies = try copies(of: credential.id)
            credential.copies = copies.count
            credential.unusedCopies = copies.filter { $0.shownTo == nil }.count
            credentials.append(credential)
        }
        return credentials
    }

    /// The credential whose identifier begins with a text.
    ///
    /// - Throws: `notFound`, `ambiguous`, `vault`.
    public func credential(_ prefix: String) throws(WalletKitError) -> HeldCredential {
        let found = try credentials().filter { $0.id.hasPrefix(prefix.lowercased()) }
        guard let credential = found.first, !prefix.isEmpty else { throw .notFound(what: "credential", prefix: prefix) }
        guard found.count == 1 else { throw .ambiguous(what: "credential", prefix: prefix, count: found.count) }
        return credential
    }

    /// The first copy as it was received.
    ///
    /// - Throws: `notFound` when another process has deleted it meanwhile, `vault`.
    public func text(of credential: HeldCredential) throws(WalletKitError) -> String {
        guard let copy = try copies(of: credential.id).first else {
            throw .notFound(what: "credential", prefix: credential.id)
        }
        return copy.text
    }

    /// The claims, with what discloses each of them.
    ///
    /// - Throws: `sdJWT`, `vault`.
    public func claims(of credential: HeldCredential) throws(WalletKitError) -> ClaimTree {
        ClaimTree(try Self.content(of: try text(of: credential)))
    }

    /// Verifies a stored credential again: signature, issuer, times, status as of now.
    ///
    /// - Throws: `notFound` when another process has deleted it meanwhile, `vault`.
    public func report(on credential: HeldCredential) throws(WalletKitError) -> Report {
        verification(of: try text(of: credential), status: status, types: types.kept).report
    }

    /// Deletes a credential with its copies and keys, and writes it into the history.
    ///
    /// - Throws: `vault`.
    public func delete(_ credential: HeldCredential) throws(WalletKitError) {
        let copies = try copies(of: credential.id)
        let record = try list(Category.credential).first { $0.name == credential.id }
        try vault.transaction { (transaction) throws(WalletKitError) in
            try Self.wrap { () throws(VaultError) in
                for copy in copies {
                    try transaction.delete(copy.record)
                    if let key = copy.key { try transaction.delete(key) }
                }
                if let record { try transaction.delete(record.id) }
                // Fetched again when needed; what stays would tell of an issuer that the person may have left.
                for category in [Category.statusList, Category.typeMetadata] {
                    for record in try transaction.list(category: category) { try transaction.delete(record.id) }
                }
            }
            _ = try self.record(
                HistoryEntry(time: clock.now, event: .deleted, party: credential.issuer, details: [credential.type]),
                in: &transaction)
        }
    }

    func copies(of credentialID: String) throws(WalletKitError) -> [CredentialCopy] {
        var copies: [CredentialCopy] = []
        for record in try records(of: try records(ofCredential: credentialID)) {
            let copy = try ifReadable { () throws(WalletKitError) in try CredentialCopy(record) }
            if let copy { copies.append(copy) }
        }
        return copies
    }

    private func records(ofCredential id: String) throws(WalletKitError) -> [RecordSummary] {
        let tag = RecordTag(Field.credential, id)
        do throws(VaultError) { return try vault.find(category: Category.copy, tag: tag) } catch .damagedRecord {
            // Slower, and without those that do not open.
            return try list(Category.copy).filter { $0.tags.contains(tag) }
        } catch { throw .vault(error) }
    }

    static func content(of text: String) throws(WalletKitError) -> ProcessedSDJWT {
        do throws(SDJWTError) { return try CompactSDJWT(parsing: text).processed() } catch { throw .sdJWT(error) }
    }

    /// What a holder checks on receipt, and whenever asked: everything but a key binding, which an issuer must not send.
    func verification(
        of text: String, status: any CredentialStatusSource, types: (any TypeMetadataSource)?, asking: Asking = .others
    ) -> (report: Report, result: Result<VerifiedCredential, SDJWTVCError>) {
        var log = StepLog(subject: "credential")
        var credential = CredentialReport(format: .sdJWTVC)
        let now = clock.now
        do throws(SDJWTVCError) {
            let verified = try verifier(status: status, types: types, asking: asking).verified(
                Array(text.utf8), types: nil, keyBinding: .refused, at: now, log: &log, report: &credential)
            return (Report(checkedAt: now, log: log, credentials: [credential]), .success(verified))
        } catch {
            return (Report(checkedAt: now, log: log, credentials: [credential]), .failure(error))
        }
    }
}
