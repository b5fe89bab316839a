import CredentialModel
public import DCQL
public import OpenID4VP

extension PresentationProposal {
    /// Beginnings of the types of identity cards of states, whose keys sign no transaction (PAY-22, PID-06).
    private static let identityCards = ["urn:eudi:pid:", "urn:eu.europa.ec.eudi:pid:", "eu.europa.ec.eudi.pid."]

    /// The most combinations of options that are tried.
    private static let limitCombinations = 1024

    /// The most answers to all of them that are tried: credentials that sign different entries make different answers.
    private static let limitChoices = 4096

    /// The most sets of entries that are looked at in all tries together: each try may look at all sets of the entries.
    private static let limitSets = 1 << 22

    /// How the search for an answer ended.
    private enum Search {
        case found(DCQLChoice)
        case nothingAnswers
        case gaveUp
    }

    /// The answer that reveals least among those that can sign all transaction data; nil when the wallet cannot answer, and
    /// when it gave up.
    public var recommendation: DCQLChoice? {
        guard case .found(let choice) = search else { return nil }
        return choice
    }

    /// Whether the search ended before all combinations of credentials were looked at, with no recommendation; it takes more
    /// entries and choices than people meet. There may be an answer all the same, which the person can choose by hand.
    public var gaveUp: Bool {
        guard case .gaveUp = search else { return false }
        return true
    }

    private var search: Search {
        guard unanswerable == nil, let cheapest = match.recommendation else { return .nothingAnswers }
        guard (try? signing(cheapest)) == nil else { return .found(cheapest) }
        guard !lacksSigner else { return .nothingAnswers }
        guard let combinations else { return .gaveUp }
        let (choices, areAll) = answers(to: combinations)
        // The cheapest first, among equals the one that was found first.
        let order = choices.indices.sorted { (choices[$0].cost, $0) < (choices[$1].cost, $1) }
        let tries = Self.limitSets >> min(request.transactionData.count, TransactionData.limitEntries)
        if let first = order.prefix(tries).first(where: { (try? signing(choices[$0])) != nil }) {
            return .found(choices[first])
        }
        return !areAll || order.count > tries ? .gaveUp : .nothingAnswers
    }

    /// The queries that can be answered together: all, or one option of each credential set; nil when there are too many.
    private var combinations: [Set<Int>]? {
        guard let sets = match.sets else { return [Set(match.queries.indices)] }
        var found: [Set<Int>] = [[]]
        for set in sets {
            let options = set.options.filter { $0.cost != nil }.map { Set($0.queries) } + (set.isRequired ? [] : [[]])
            var known: Set<Set<Int>> = []
            found = found.flatMap { chosen in options.map(chosen.union) }.filter { known.insert($0).inserted }
            guard found.count <= Self.limitCombinations else { return nil }
        }
        return found
    }

    /// The answers to those queries: for each the best credential, for those that entries name also the best of those that
    /// sign the same entries. Where that makes too many, the one that signs most alone is taken, and not all are there.
    private func answers(to combinations: [Set<Int>]) -> (choices: [DCQLChoice], areAll: Bool) {
        let options = match.queries.map { self.options(for: $0.query.id) }
        let limit = Self.limitChoices / max(1, combinations.count)
        var (choices, areAll): ([DCQLChoice], Bool) = ([], true)
        for queries in combinations {
            var picks: [[DCQLPick]] = [[]]
            for index in match.queries.indices where queries.contains(index) {
                let fits = picks.count <= limit / max(1, options[index].count)
                areAll = areAll && fits
                let next = options[index].prefix(fits ? .max : 1)
                    .map { DCQLPick(queryID: match.queries[index].query.id, credentialID: $0) }
                picks = picks.flatMap { chosen in next.map { chosen + [$0] } }
            }
            choices += picks.compactMap { try? match.choice($0) }
        }
        return (choices, areAll)
    }

    /// The credentials that are worth a try for a query: its signer, the first of each kind of others that sign something, and
    /// the best of all.
    private func options(for queryID: String) -> [String] {
        let candidates = candidates(of: queryID)
        let named = entries(naming: queryID)
        let signer = signer(of: queryID, among: candidates)
        var known: Set<[Int]> = []
        let signers = candidates.filter { id in
            let signed = named.filter { maySign(id, $0) }
            return !signed.isEmpty && known.insert(signed).inserted
        }
        let others = signers + candidates.prefix(1)
        return others.reduce(into: signer.map { [$0] } ?? []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Which credentials of an answer sign which entries of transaction data.
    ///
    /// - Throws: `openID4VP` with `transactionData` when an entry has no credential that signs it.
    public func signing(_ choice: DCQLChoice) throws(WalletKitError) -> TransactionDataAssignment {
        if let unanswerable { throw .openID4VP(unanswerable) }
        let queryIDs = choice.answers.map(\.queryID).filter { signer(of: $0, in: choice) != nil }
        do throws(TransactionDataFault) {
            return try TransactionDataAssignment(request.transactionData, to: queryIDs) { position, queryID in
                signer(of: queryID, in: choice).map { maySign($0, position) } ?? false
            }
        } catch .notAvailable(let entry) {
            // An attestation that does not sign it says why.
            let named = choice.answers.filter { request.transactionData[entry].credentialIDs.contains($0.queryID) }
            for answer in named where !isIdentityCard(answer.credentialID) {
                do throws(TransactionDataFault) { _ = try content(entry, signedBy: answer.credentialID) } catch {
                    throw .openID4VP(.transactionData(error))
                }
            }
            throw .openID4VP(.transactionData(.notAvailable(entry: entry)))
        } catch { throw .openID4VP(.transactionData(error)) }
    }

    /// The one credential that signs the share of a query: of several presentations for it, the first that signs all
    /// entries that name it, else the first that signs one (PAY-22).
    public func signer(of queryID: String, in choice: DCQLChoice) -> String? {
        signer(of: queryID, among: choice.answers.filter { $0.queryID == queryID }.map(\.credentialID))
    }

    /// What the person is shown of an entry: with the words of the attestation that signs it, where one does.
    ///
    /// - Parameters:
    ///   - position: the entry; one of the request.
    ///   - choice: the answer; nil when there is none, and then nothing is signed.
    public func content(_ position: Int, in choice: DCQLChoice?) -> TransactionContent {
        let plain = request.transactionData[position].content
        guard let choice, let signing = try? signing(choice),
            let share = signing.shares.first(where: { $0.positions.contains(position) }),
            let id = signer(of: share.queryID, in: choice)
        else { return plain }
        return (try? content(position, signedBy: id)) ?? plain
    }

    /// Why nothing is answered, when that is not for want of credentials; nil otherwise.
    public var fault: WalletKitError? {
        if let unanswerable { return .openID4VP(unanswerable) }
        guard let cheapest = match.recommendation else { return nil }
        switch search {
        case .found: return nil
        case .gaveUp: return .tooManyCombinations
        case .nothingAnswers: break
        }
        do throws(WalletKitError) {
            _ = try signing(cheapest)
            return nil
        } catch { return error }
    }

    /// What the verifier is told when nothing is shared. That a credential to sign with is missing has a code of its own
    /// (TXD-02), which is sent only after the person was asked, like any other refusal (DSEL-10).
    var refusalCode: AuthorizationErrorCode {
        guard case .nothingAnswers = search else { return .accessDenied }
        // Too much work looks as if nothing were held.
        if case .dcql = unanswerable { return lacksSigner ? .invalidTransactionData : .accessDenied }
        return lacksSigner || fault != nil ? .invalidTransactionData : .accessDenied
    }

    /// Whether no credential that may sign answers any query of some entry.
    private var lacksSigner: Bool {
        request.transactionData.indices.contains { position in
            !request.transactionData[position].credentialIDs.contains { id in
                candidates(of: id).contains { maySign($0, position) }
            }
        }
    }

    private func candidates(of queryID: String) -> [String] {
        match.queries.first { $0.query.id == queryID }?.candidates.map(\.credential.id) ?? []
    }

    private func signer(of queryID: String, among credentialIDs: [String]) -> String? {
        let named = entries(naming: queryID)
        return credentialIDs.first { id in !named.isEmpty && named.allSatisfy { maySign(id, $0) } }
            ?? credentialIDs.first { id in named.contains { maySign(id, $0) } }
    }

    private func entries(naming queryID: String) -> [Int] {
        request.transactionData.indices.filter { request.transactionData[$0].credentialIDs.contains(queryID) }
    }

    private func maySign(_ credentialID: String, _ position: Int) -> Bool {
        !isIdentityCard(credentialID) && (try? content(position, signedBy: credentialID)) != nil
    }

    private func content(
        _ position: Int, signedBy credentialID: String
    ) throws(TransactionDataFault) -> TransactionContent {
        guard let signer = signers[credentialID] else { throw .notAvailable(entry: position) }
        return try signer.content(of: request.transactionData[position], at: position, in: language)
    }

    private func isIdentityCard(_ credentialID: String) -> Bool {
        let type = credentials[credentialID]?.type ?? ""
        return Self.identityCards.contains { type.utf8.starts(with: $0.utf8) }
    }
}
