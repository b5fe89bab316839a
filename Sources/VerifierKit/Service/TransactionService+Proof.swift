public import JSON
import Rules

extension TransactionService {
    /// Everything with which somebody else can repeat the verification, such as the bank that carries the payment out
    /// (PAY-23).
    ///
    /// The package comes with the first call and is then erased, like the claims and under the same conditions; the state
    /// stays as it is.
    /// - Throws: `noSuchTransaction`, `wrongResponseCode`, `noProof`.
    public func proof(
        id: String, owner: Int64, responseCode: String?, claims: Claims = .taken
    ) throws(VerifierKitError) -> JSONValue {
        let (transaction, outcome) = try looked(id: id, owner: owner, responseCode: responseCode)
        guard let outcome, clock.now < outcome.resultExpiresAt,
            let sealed = claims == .taken ? try store.takeProof(transaction.number) : outcome.sealedProof,
            let package = seal.open(sealed, transaction: Self.proofName(transaction.id))
        else { throw .noProof }
        return package
    }
}
