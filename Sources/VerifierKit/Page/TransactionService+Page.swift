import HTTP
import Rules

extension TransactionService {
    /// The page of a transaction, by the token that only the person's browser knows.
    ///
    /// - Throws: `sqlite` and other failures of the service itself; an unknown token gives a page that says so.
    func page(id: String, language: PageLanguage, isLive: Bool) throws(VerifierKitError) -> TransactionPage {
        var found = try store.transaction(pageID: id)
        // A page of the backend's own asks through the Digital Credentials API; there is nothing to scan or to open.
        if found?.0.digital != nil { found = nil }
        let stage = found.map { TransactionStage($0.0, $0.1, at: clock.now) } ?? .absent
        var request: TransactionPage.Request?
        if let (transaction, _) = found, case .open(let flow) = stage {
            request = TransactionPage.Request(
                link: try link(for: transaction).text, flow: flow, expiresAt: transaction.expiresAt,
                purpose: transaction.purpose)
        }
        return TransactionPage(
            state: PageState(stage), service: configuration.publicURL.host, request: request, language: language,
            isLive: isLive)
    }
}
