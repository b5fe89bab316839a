public import CredentialModel
import DCQL
public import JSON
public import OpenID4VP
public import Rules
public import SDJWTVC
public import Trust

/// All that somebody else needs to repeat the verification of a confirmed transaction, such as the bank that pays.
///
/// ```json
/// { "version": 1, "client_id": "x509_hash:…", "nonce": "…", "response_mode": "direct_post.jwt", "dcql_query": {…},
///   "requested_at": "2026-11-24T10:00:00Z", "time": "2026-11-24T10:00:20Z",
///   "transaction_data": ["eyJ0eXBl…"], "vp_token": {"pay": ["eyJhbGci…"]} }
/// ```
///
/// It holds claims and tokens: whoever has it keeps it secret. Source: PAY-23.
public struct ProofPackage: Sendable {
    /// What was presented.
    public let token: VPToken
    /// Against what it is checked, with the texts of the transaction data as they were sent.
    public let expectation: PresentationExpectation
    /// How the answer travelled.
    public let responseMode: ResponseMode
    /// When the answer came.
    public let time: UnixTime

    private enum Member: String, CaseIterable {
        case version, nonce, time
        case clientID = "client_id"
        case responseMode = "response_mode"
        case query = "dcql_query"
        case requestedAt = "requested_at"
        case transactionData = "transaction_data"
        case token = "vp_token"
    }

    /// Puts a package together.
    public init(token: VPToken, expectation: PresentationExpectation, responseMode: ResponseMode, time: UnixTime) {
        (self.token, self.expectation) = (token, expectation)
        (self.responseMode, self.time) = (responseMode, time)
    }

    /// Reads a package.
    ///
    /// - Throws: `badProof`, `dcql`, `openID4VP`.
    public init(_ json: JSONValue) throws(VerifierKitError) {
        guard let object = json.object, object[Member.version.rawValue] == 1 else {
            throw .badProof(problem: "is no JSON object of version 1")
        }
        for name in object.names where Member(rawValue: name) == nil {
            throw .badProof(problem: "has the unknown member '\(name.prefix(64))'")
        }
        let query: DCQLQuery
        do throws(DCQLError) { query = try DCQLQuery(json: object[Member.query.rawValue] ?? .null) } catch {
            throw .dcql(error)
        }
        let entries: [TransactionData]
        do throws(TransactionDataFault) {
            entries = try TransactionData.entries(
                object[Member.transactionData.rawValue] ?? .null, query: query, at: nil)
        } catch { throw .openID4VP(.transactionData(error)) }
        guard let mode = ResponseMode(rawValue: try Self.text(.responseMode, object)) else {
            throw .badProof(problem: "has an unknown response_mode")
        }
        expectation = PresentationExpectation(
            audience: try Self.text(.clientID, object), nonce: try Self.text(.nonce, object), query: query,
            transactionData: entries, responseMode: mode, requestedAt: try Self.time(.requestedAt, object))
        (responseMode, time) = (mode, try Self.time(.time, object))
        do throws(OpenID4VPError) { token = try VPToken(object[Member.token.rawValue] ?? .null) } catch {
            throw .openID4VP(error)
        }
    }

    /// The JSON form.
    public var json: JSONValue {
        let members: [(Member, JSONValue)] = [
            (.version, 1), (.clientID, .string(expectation.audience)), (.nonce, .string(expectation.nonce)),
            (.responseMode, .string(responseMode.rawValue)), (.query, expectation.query.json),
            (.requestedAt, .string((expectation.requestedAt ?? time).description)),
            (.time, .string(time.description)),
            (.transactionData, .array(expectation.transactionData.map { .string($0.sent) })), (.token, token.json),
        ]
        return .object(JSONObject(members.map { ($0.0.rawValue, $0.1) }))
    }

    /// Repeats the whole verification, by one's own trust and as of the moment when the answer came.
    ///
    /// - Parameter time: another moment to check at; nil for the package's own, which its maker may have chosen: whoever pays
    ///   compares it with the clock, as `PaymentOrderCheck` does.
    public func report(
        trust: TrustStore, status: any CredentialStatusSource, typeMetadata: (any TypeMetadataSource)? = nil,
        issuerKeys: (any IssuerKeySource)? = nil, policy: CredentialPolicy, at other: UnixTime? = nil
    ) -> Report {
        verification(
            trust: trust, status: status, typeMetadata: typeMetadata, issuerKeys: issuerKeys, policy: policy, at: other
        ).report
    }

    func verification(
        trust: TrustStore, status: any CredentialStatusSource, typeMetadata: (any TypeMetadataSource)?,
        issuerKeys: (any IssuerKeySource)?, policy: CredentialPolicy, at other: UnixTime?
    ) -> ResponseVerification {
        PresentationVerifier(
            trust: trust, status: status, typeMetadata: typeMetadata, issuerKeys: issuerKeys, policy: policy
        ).verification(of: token, expectation: expectation, at: other ?? time)
    }

    private static func text(_ member: Member, _ object: JSONObject) throws(VerifierKitError) -> String {
        guard let text = object[member.rawValue]?.string, !text.isEmpty else {
            throw .badProof(problem: "has no \(member.rawValue)")
        }
        return text
    }

    private static func time(_ member: Member, _ object: JSONObject) throws(VerifierKitError) -> UnixTime {
        guard let time = UnixTime(rfc3339: try text(member, object)) else {
            throw .badProof(problem: "has no time in \(member.rawValue)")
        }
        return time
    }
}
