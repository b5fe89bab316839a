import CredentialModel
public import DCQL
public import OpenID4VP

extension PresentationProposal {
    /// Beginnings of the types of identity cards of states, whose keys sign no transaction (PAY-22, PID-06).
    private static let identityCards = ["urn:eudi:pid:", "urn:eu.europa.ec.eudi:pid:", "eu.europa.ec.eudi.pid."]

    /// The answer that reveals least among those that can sign all transaction data; nil when the wallet cannot answer.
    public var recommendation: DCQLChoice? {
        guard let cheapest = match.recommendation else { return nil }
        let named = Set(request.transactionData.flatMap(\.credentialIDs))
        let exchanged = cheapest.answers.map { answer in
            let other =
                named.contains(answer.queryID) && !maySign(answer.credentialID) ? signer(of: answer.queryID) : nil
            return DCQLPick(queryID: answer.queryID, credentialID: other ?? answer.credentialID)
        }
        // Another option of a credential set may be the one that can sign.
        let alone = match.queries.map(\.query.id).filter(named.contains).compactMap { id in
            signer(of: id).map { [DCQLPick(queryID: id, credentialID: $0)] }
        }
        let choices = [cheapest] + ([exchanged] + alone).compactMap { try? match.choice($0) }
        return choices.first { (try? signing($0)) != nil }
    }

    /// Which credentials of an answer sign which entries of transaction data.
    ///
    /// - Throws: `openID4VP` with `transactionData` when an entry has no credential that may sign it.
    public func signing(_ choice: DCQLChoice) throws(WalletKitError) -> TransactionDataAssignment {
        let answers = choice.answers.filter { maySign($0.credentialID) }
        do throws(TransactionDataFault) {
            return try TransactionDataAssignment(request.transactionData, to: answers.map(\.queryID))
        } catch { throw .openID4VP(.transactionData(error)) }
    }

    /// The one credential that signs the share of a query: of several presentations for it, the first that may (PAY-22).
    public func signer(of queryID: String, in choice: DCQLChoice) -> String? {
        choice.answers.first { $0.queryID == queryID && maySign($0.credentialID) }?.credentialID
    }

    /// Why nothing is answered, when only transaction data stands in the way; nil otherwise.
    public var signingFault: WalletKitError? {
        guard let cheapest = match.recommendation, recommendation == nil else { return nil }
        do throws(WalletKitError) {
            _ = try signing(cheapest)
            return nil
        } catch { return error }
    }

    /// What the verifier is told when nothing is shared. That a credential to sign with is missing has a code of its own
    /// (TXD-02), which is sent only after the person was asked, like any other refusal (DSEL-10).
    var refusalCode: AuthorizationErrorCode {
        guard recommendation == nil else { return .accessDenied }
        let isMissing = request.transactionData.contains { entry in
            !entry.credentialIDs.contains { signer(of: $0) != nil }
        }
        return isMissing || signingFault != nil ? .invalidTransactionData : .accessDenied
    }

    private func signer(of queryID: String) -> String? {
        match.queries.first { $0.query.id == queryID }?.candidates.map(\.credential.id).first(where: maySign)
    }

    private func maySign(_ credentialID: String) -> Bool {
        let type = credentials[credentialID]?.type ?? ""
        return !Self.identityCards.contains { type.utf8.starts(with: $0.utf8) }
    }
}
