import Bytes
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import Vault

/// Which transactions a credential signs, as far as is known, and whom to ask for more.
struct SignerFinding {
    let credentialID: String
    let signer: TransactionSigner
    /// The hosts that would be asked; empty when everything is known, or nobody can be asked.
    var hosts: [String] = []
    /// What its type says of transactions, where that was looked up just now.
    var standing: TransactionStanding?
}

extension Wallet {
    /// Which transactions its key signs.
    ///
    /// What is kept is looked at first. Documents are looked up again, as they were on receipt, when the type may say
    /// something of transactions and what is kept does not tell: nothing is kept, a document that it refers to is missing,
    /// or it no longer says what it said. What cannot be had then makes no credential one that signs anything (PAY-04).
    ///
    /// - Parameters:
    ///   - names: the types of transactions that are to be signed.
    ///   - asking: whether anything is looked up; whoever publishes a document learns that somebody asks.
    func signer(_ credential: HeldCredential, for names: [String], asking: Asking) -> SignerFinding {
        func finding(_ signer: TransactionSigner, _ hosts: [String] = []) -> SignerFinding {
            SignerFinding(credentialID: credential.id, signer: signer, hosts: hosts)
        }
        let near = NotedTypeMetadata(types.kept)
        var (kept, fault): (ResolvedTypeMetadata?, TypeMetadataError?)
        do throws(WalletKitError) {
            let type = try type(of: credential, in: near)
            guard type.lacksDocument(for: names) || credential.hasLost(type) else {
                return finding(TransactionSigner(type))
            }
            kept = type
        } catch .typeMetadata(let error) where error.isAbsence {
            guard credential.transactions != .nothing else { return finding(.anything) }
            fault = error
        } catch { return finding(.undescribed(error.refusal)) }
        // An issuer that states a hash says that there is a document.
        let isStated = near.wasAskedByHash(for: credential.type)
        var mayBeDescribed = fault.map { isStated || Self.mayBeDescribed(credential.type, $0) } ?? true
        if asking == .others {
            do throws(WalletKitError) {
                let type = try type(of: credential, in: types.onReceipt)
                remember(type, of: credential)
                return SignerFinding(
                    credentialID: credential.id, signer: credential.signer(type), standing: TransactionStanding(type))
            } catch .typeMetadata(let error) where error.isAbsence || kept != nil {
                mayBeDescribed = mayBeDescribed || Self.mayBeDescribed(credential.type, error)
                fault = fault == nil ? nil : error
            } catch { if kept == nil { return finding(.undescribed(error.refusal)) } }
        }
        let hosts = asking == .nobody && types.onReceipt != nil ? near.hosts(permittedBy: network) : []
        guard let fault else { return finding(kept.map(credential.signer) ?? .anything, hosts) }
        guard credential.transactions == nil else {
            return finding(.absent(fault.refusal, namesTransactions: true), hosts)
        }
        guard mayBeDescribed else { return finding(.anything) }
        return finding(.absent(fault.refusal, namesTransactions: false), hosts)
    }

    /// Whether somebody may describe a type all the same. Nobody can be asked about one whose name is no address and that none
    /// of the documents at hand is about: it says nothing of transactions then (PAY-02).
    private static func mayBeDescribed(_ type: String, _ fault: TypeMetadataError) -> Bool {
        guard case .unavailable(let missing, _) = fault, haveSameBytes(missing, type) else { return true }
        let scheme = type.prefix { $0 != ":" }.lowercased()
        return scheme == "https" || scheme == "http"
    }

    /// Writes down what is learned of the type of a credential, so that it outlives the documents: where nothing was known on
    /// receipt (PAY-02), or it has become an attestation for strong authentication since (PAY-19). Where the vault cannot be
    /// written, nothing happens: it is looked up again.
    private func remember(_ type: ResolvedTypeMetadata, of credential: HeldCredential) {
        func isNews(to held: HeldCredential) -> Bool {
            held.transactions == nil || held.transactions != .attestation && TransactionStanding(type) == .attestation
        }
        guard isNews(to: credential) else { return }
        try? vault.transaction { (transaction) throws(VaultError) in
            guard let record = try transaction.read(category: Category.credential, name: credential.id),
                let held = try? HeldCredential(record: record.value), isNews(to: held)
            else { return }
            try transaction.update(record.id, value: held.described(by: type).json.serialized())
        }
    }
}

extension HeldCredential {
    /// Whether its type named transactions when it came, and the metadata now says nothing of them.
    fileprivate func hasLost(_ type: ResolvedTypeMetadata) -> Bool {
        transactions.map { $0 != .nothing } ?? false && TransactionStanding(type) == .nothing
    }

    fileprivate func signer(_ type: ResolvedTypeMetadata) -> TransactionSigner {
        hasLost(type)
            ? .undescribed(TypeMetadataError.transactionsLost(type: type.type).refusal) : TransactionSigner(type)
    }
}

/// Documents about types, and which were asked for: so whoever looks knows whom a look-up would reach.
private final class NotedTypeMetadata: TypeMetadataSource {
    private let source: (any TypeMetadataSource)?
    private let asked = Mutex<[(type: String, isByHash: Bool)]>([])

    init(_ source: (any TypeMetadataSource)?) { self.source = source }

    func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        asked.withLock { $0.append((type, integrity != nil)) }
        guard let source else { throw .unavailable(type: type, why: "nothing is kept") }
        return try source.document(about: type, matching: integrity, at: time, within: budget)
    }

    /// Whether a document was asked for that must have a hash.
    func wasAskedByHash(for type: String) -> Bool {
        asked.withLock { asked in asked.contains { $0.isByHash && haveSameBytes($0.type, type) } }
    }

    /// The hosts of what was asked for, each once.
    func hosts(permittedBy network: NetworkPolicy) -> [String] {
        let urls = asked.withLock { $0 }.compactMap { try? WebURL(parsing: $0.type) }
        let permitted = urls.filter { $0.scheme == .https || network == .loopbackAllowed && $0.isLoopback }
        return permitted.map(\.hostText).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
