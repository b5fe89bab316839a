import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SQLite

/// A row as it stands in the table; what it means is read outside of the database's lock.
struct TransactionRow: Sendable {
    /// What `init` reads, in this order.
    static let columns = """
        id, owner, request_id, nonce, request_state, query, redirect_uri, created_at, expires_at, state, report,
        sealed_claims, wallet_error, response_code_hash, ended_at, result_expires_at, response_jwk, sealed_response_key,
        wrong_codes, page_id, template, purpose, transaction_data, sealed_proof, origin, protocols, browser_hash,
        returned_at, number
        """

    private let number: Int64
    let id: String
    private let owner: Int64
    let requestID: String
    private let nonce: String
    private let requestState: String
    private let query: String
    private let redirectURI: String?
    private let createdAt: Int64
    private let expiresAt: Int64
    private let state: String
    private let report: String?
    private let sealedClaims: [UInt8]?
    private let walletError: String?
    private let responseCodeHash: [UInt8]?
    private let endedAt: Int64?
    private let resultExpiresAt: Int64?
    private let responseJWK: String?
    private let sealedResponseKey: [UInt8]?
    private let wrongCodes: Int64
    let pageID: String?
    private let template: String?
    private let purpose: String?
    private let transactionData: String?
    private let sealedProof: [UInt8]?
    private let origin: String?
    private let protocols: String?
    private let browserHash: [UInt8]?
    private let returnedAt: Int64?

    init(_ row: Statement) throws(SQLiteError) {
        id = try row.text(0)
        owner = try row.integer(1)
        requestID = try row.text(2)
        nonce = try row.text(3)
        requestState = try row.text(4)
        query = try row.text(5)
        redirectURI = row.isNull(6) ? nil : try row.text(6)
        createdAt = try row.integer(7)
        expiresAt = try row.integer(8)
        state = try row.text(9)
        report = row.isNull(10) ? nil : try row.text(10)
        sealedClaims = row.isNull(11) ? nil : try row.blob(11)
        walletError = row.isNull(12) ? nil : try row.text(12)
        responseCodeHash = row.isNull(13) ? nil : try row.blob(13)
        endedAt = row.isNull(14) ? nil : try row.integer(14)
        resultExpiresAt = row.isNull(15) ? nil : try row.integer(15)
        responseJWK = row.isNull(16) ? nil : try row.text(16)
        sealedResponseKey = row.isNull(17) ? nil : try row.blob(17)
        wrongCodes = try row.integer(18)
        pageID = row.isNull(19) ? nil : try row.text(19)
        template = row.isNull(20) ? nil : try row.text(20)
        purpose = row.isNull(21) ? nil : try row.text(21)
        transactionData = row.isNull(22) ? nil : try row.text(22)
        sealedProof = row.isNull(23) ? nil : try row.blob(23)
        origin = row.isNull(24) ? nil : try row.text(24)
        protocols = row.isNull(25) ? nil : try row.text(25)
        browserHash = row.isNull(26) ? nil : try row.blob(26)
        returnedAt = row.isNull(27) ? nil : try row.integer(27)
        number = try row.integer(28)
    }

    func transaction() throws(VerifierKitError) -> Transaction {
        let redirect: WebURL?
        do throws(HTTPError) { redirect = if let redirectURI { try WebURL(parsing: redirectURI) } else { nil } } catch {
            throw .http(error)
        }
        let responseKey = try responseKey()
        let purpose = try readPurpose()
        let sent = try sentTransactionData()
        let digital = try digitalCredentials()
        do throws(DCQLError) {
            return Transaction(
                number: number, id: id, owner: owner, requestID: requestID, pageID: pageID ?? "", nonce: nonce,
                state: requestState, query: try DCQLQuery(parsing: Array(query.utf8), reader: .verifier),
                transactionData: sent, template: template, purpose: purpose, redirectURI: redirect,
                digital: digital, browserHash: browserHash, responseKey: responseKey,
                createdAt: UnixTime(seconds: createdAt), expiresAt: UnixTime(seconds: expiresAt))
        } catch { throw .dcql(error) }
    }

    private func sentTransactionData() throws(VerifierKitError) -> [String] {
        guard let transactionData else { return [] }
        do throws(JSONError) {
            return try JSONValue(parsing: transactionData, limits: .own).array?.compactMap(\.string) ?? []
        } catch { throw .json(error) }
    }

    private func digitalCredentials() throws(VerifierKitError) -> DigitalCredentialCall? {
        guard let origin, let protocols else { return nil }
        let names = protocols.split(separator: " ").compactMap { DigitalCredentialProtocol(rawValue: String($0)) }
        do throws(OpenID4VPError) {
            // What was allowed when it began stays allowed until it ends.
            return DigitalCredentialCall(
                origin: try WebOrigin(origin, network: .loopbackAllowed), protocols: names)
        } catch { throw .openID4VP(error) }
    }

    private func readPurpose() throws(VerifierKitError) -> QuestionPurpose? {
        guard let purpose else { return nil }
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: purpose) } catch { throw .json(error) }
        return try QuestionPurpose(json)
    }

    private func responseKey() throws(VerifierKitError) -> ResponseKeys.Kept? {
        guard let responseJWK, let sealedResponseKey else { return nil }
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: responseJWK) } catch { throw .json(error) }
        do throws(JOSEError) {
            return ResponseKeys.Kept(publicKey: try JWK(json), sealed: sealedResponseKey)
        } catch { throw .jose(error) }
    }

    func outcome() throws(VerifierKitError) -> TransactionOutcome? {
        guard let state = Transaction.State(rawValue: state), state != .open else { return nil }
        let json: JSONValue?
        do throws(JSONError) {
            json = if let report { try JSONValue(parsing: report, limits: .own) } else { nil }
        } catch {
            throw .json(error)
        }
        return TransactionOutcome(
            state: state, report: json, sealedClaims: sealedClaims, sealedProof: sealedProof,
            walletError: walletError,
            responseCodeHash: responseCodeHash, hasReturned: returnedAt != nil,
            wrongCodes: Int(clamping: wrongCodes), endedAt: UnixTime(seconds: endedAt ?? createdAt),
            resultExpiresAt: UnixTime(seconds: resultExpiresAt ?? createdAt))
    }
}
