import Bytes
import CredentialModel
public import Rules
public import SDJWTVC

/// Which transactions the key of a credential signs, and with which words a person is asked about them.
///
/// The provider of an attestation for strong customer authentication says so in the metadata of its type. A credential whose
/// type says nothing of transactions signs any that is understood. Source: EUDI TS12 §3, §3.2, §3.3 (PAY-02, PAY-03, PAY-04,
/// PAY-10, PAY-11).
public enum TransactionSigner: Sendable {
    /// The type says nothing of transactions.
    case anything
    /// The type says which transactions are signed.
    case asDescribed(ResolvedTypeMetadata)
    /// The type says something of transactions that is wrong.
    case undescribed(Refusal)
    /// What the type says cannot be had now. When it is known to say something of transactions, nothing is signed; when
    /// that is not known either, only what asks for no strong authentication of a person.
    case absent(Refusal, namesTransactions: Bool)

    /// Takes what is known of the type of a credential.
    public init(_ type: ResolvedTypeMetadata) {
        self = type.isStrongAuthentication || type.transactionTypes != nil ? .asDescribed(type) : .anything
    }

    /// The types of transactions that are named, when this is an attestation for strong customer authentication.
    var types: [TransactionType] {
        guard case .asDescribed(let type) = self, type.isStrongAuthentication else {
            return []
        }
        return type.transactionTypes ?? []
    }

    /// What a person is shown before the credential signs an entry.
    ///
    /// - Parameters:
    ///   - entry: the entry.
    ///   - position: its position in the request.
    ///   - language: a BCP 47 tag; nil for none in particular.
    /// - Throws: `attestation` when the credential does not sign it, or words for it are missing.
    public func content(
        of entry: TransactionData, at position: Int, in language: String?
    ) throws(TransactionDataFault) -> TransactionContent {
        func fault(_ rule: RuleID, _ problem: String, isAbsence: Bool = false) -> TransactionDataFault {
            .attestation(rule: rule, entry: position, problem: problem, isAbsence: isAbsence)
        }
        switch self {
        case .anything: return entry.content
        case .undescribed(let refusal):
            throw fault("PAY-10", "what its type says about transactions cannot be used: \(refusal.problem)")
        case .absent(let refusal, namesTransactions: true):
            throw fault(
                "PAY-10", "what its type says about transactions cannot be had: \(refusal.problem)", isAbsence: true)
        case .absent(let refusal, namesTransactions: false):
            guard entry.needsAuthentication else { return entry.content }
            throw fault(
                "PAY-02", "whether its type signs such transactions is not known: \(refusal.problem)", isAbsence: true)
        case .asDescribed(let type):
            guard type.isStrongAuthentication else {
                throw fault("PAY-02", "its type names transactions and is not of the category for authentication")
            }
            let found = type.transactionTypes?.first { haveSameBytes($0.name, entry.type) }
            guard let found else {
                throw fault("PAY-03", "its type does not name '\(entry.type.prefix(128))' among those that it signs")
            }
            guard Self.isRead(found, by: entry.schema) else {
                throw fault("PAY-05", "its type describes the payload by a schema that is not built in")
            }
            guard let claims = found.claims, let labels = found.labels else {
                throw fault(
                    "PAY-10", "its type has no words for the screen\(found.lack.map { ": \($0)" } ?? "")",
                    isAbsence: found.lack != nil)
            }
            do throws(TransactionContent.Wordless) {
                return try entry.content.shown(as: claims, with: labels, in: language)
            } catch {
                throw fault(
                    error.isLabel ? "PAY-11" : "PAY-10",
                    "its type does not say in a language that you read what '\(error.name)' is called")
            }
        }
    }

    /// Whether the schema that the metadata names is the one by which the entry was read.
    private static func isRead(_ type: TransactionType, by schema: String) -> Bool {
        switch type.schema {
        case .own: haveSameBytes(type.name, schema)
        case .named(let name): haveSameBytes(name, schema)
        case .embedded: false
        }
    }
}

extension TransactionDataRegistry {
    /// The same, which also understands the names that attestations give to types that it has (PAY-03); of two that give the
    /// same name to different types the first decides.
    public func knowing(_ signers: some Sequence<TransactionSigner>) -> TransactionDataRegistry {
        var types = types
        for named in signers.flatMap(\.types) {
            guard case .named(let schema) = named.schema, type(named: named.name) == nil,
                let type = type(named: schema), !types.contains(where: { haveSameBytes($0.name, named.name) })
            else { continue }
            types.append(type.named(named.name))
        }
        var registry = TransactionDataRegistry(types)
        registry.zeroAmounts = zeroAmounts
        return registry
    }
}
