import DCQL
public import JSON
public import OpenID4VP

/// What `POST /v1/check` is asked: presentations, and what they are to be checked against.
///
/// ```json
/// {"presentation": "eyJ…~", "nonce": "…", "audience": "…", "dcql_query": {…}}
/// ```
///
/// With `vp_token` instead of `presentation` a whole response is checked. `transaction_data` holds the texts that were sent.
public struct CheckQuestion: Sendable {
    /// The presentations.
    public let token: VPToken
    /// What they are checked against.
    public let expectation: PresentationExpectation

    /// Reads a request body.
    ///
    /// - Throws: `badBody`, `dcql`, `openID4VP`.
    public init(_ body: JSONObject) throws(VerifierKitError) {
        guard let nonce = body["nonce"]?.string, let audience = body["audience"]?.string else {
            throw .badBody(problem: "nonce and audience must be strings")
        }
        guard let json = body["dcql_query"] else { throw .badBody(problem: "dcql_query is missing") }
        let query: DCQLQuery
        do throws(DCQLError) { query = try DCQLQuery(json: json, reader: .verifier) } catch { throw .dcql(error) }
        switch (body["presentation"]?.string, body["vp_token"]) {
        case (let text?, nil): token = VPToken([(query.credentials.first?.id ?? "", [text])])
        case (nil, let value?):
            do throws(OpenID4VPError) { token = try VPToken(value) } catch { throw .openID4VP(error) }
        default: throw .badBody(problem: "exactly one of presentation and vp_token must be there")
        }
        var entries: [TransactionData] = []
        if let value = body["transaction_data"] {
            do throws(TransactionDataFault) {
                entries = try TransactionData.entries(value, query: query, at: nil)
            } catch { throw .openID4VP(.transactionData(error)) }
        }
        expectation = PresentationExpectation(
            audience: audience, nonce: nonce, query: query, transactionData: entries)
    }
}
