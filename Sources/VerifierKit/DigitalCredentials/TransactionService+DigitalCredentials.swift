public import JSON
public import OpenID4VP
import Rules

extension TransactionService {
    /// The argument with which the page calls `navigator.credentials.get`: the request in each form that it may be asked in.
    ///
    /// Every form has the same nonce and key, so that whichever is answered, the transaction takes one answer.
    ///
    /// - Throws: `noSuchTransaction` for one that does not go through the Digital Credentials API, `openID4VP`.
    public func digitalCredentials(for transaction: Transaction) throws(VerifierKitError) -> JSONValue {
        guard let call = transaction.digital else { throw .noSuchTransaction }
        var object = RequestObject(
            client: signer.client, nonce: transaction.nonce, query: transaction.query,
            answer: .digitalCredentials(call.origin), encryptionKey: transaction.responseKey?.publicKey,
            issuedAt: transaction.createdAt, expiresAt: transaction.expiresAt)
        object.transactionData = transaction.transactionData
        var requests: [JSONValue] = []
        do throws(OpenID4VPError) {
            for exchange in call.protocols {
                requests.append(try object.digitalCredential(exchange, by: [signer] + otherSigners).json)
            }
        } catch { throw .openID4VP(error) }
        return ["digital": ["requests": .array(requests)]]
    }

    /// Takes what a page got from the Digital Credentials API, from the backend of that page.
    ///
    /// The backend passes on only what came in the session for which it began the transaction; with its API key nobody
    /// else can (DP-07). As for a wallet's own post, the first well-formed answer ends the transaction.
    ///
    /// - Returns: the state in which it ended.
    /// - Throws: `noSuchTransaction`, `transactionEnded`, `badBody` for a transaction that wallets answer themselves, and
    ///   errors of form, with the transaction as it was.
    public func receive(
        _ answer: DigitalCredentialAnswer, id: String, owner: Int64
    ) throws(VerifierKitError) -> Transaction.State {
        guard let (transaction, outcome) = try store.transaction(id: id), transaction.owner == owner else {
            throw .noSuchTransaction
        }
        guard let call = transaction.digital else {
            throw .badBody(problem: "the transaction was not begun with response_mode dc_api.jwt")
        }
        let now = clock.now
        let stage = TransactionStage(transaction, outcome, at: now)
        _ = try TransactionTable.step(from: stage, on: .malformed).permitted()
        let key = try responseKey(of: transaction)
        let response: AuthorizationResponse
        do throws(OpenID4VPError) {
            response = try answer.response(to: call.protocols, decryptingWith: key)
        } catch { throw .openID4VP(error) }
        return try conclude(transaction, stage, with: response, at: now).state
    }
}
