public import JSON
import Rules

/// What the credential endpoint gives: the copies, or a promise to be fetched later.
///
/// Source: OpenID4VCI 1.0 §8.3 (CRED-20…23).
public struct CredentialResponse: Sendable, Hashable {
    /// The copies in compact form; their order means nothing (CRED-21).
    public let credentials: [String]
    /// A name for telling the issuer what became of them; notifications are not built yet.
    public let notificationID: String?

    /// Gives credentials, on the issuer's side.
    public init(credentials: [String]) {
        self.credentials = credentials
        notificationID = nil
    }

    /// Reads the body.
    ///
    /// - Parameters:
    ///   - value: the parsed body.
    ///   - limit: how many credentials were asked for; fewer may come, more may not (CRED-09).
    /// - Throws: `notAnObject`, `member`, `value`, `deferred`, `credentialsAndTransaction`, `tooManyCredentials`.
    public init(_ value: JSONValue, limit: Int) throws(OpenID4VCIError) {
        guard let object = value.object else { throw .notAnObject(.credentialResponse, rule: "CRED-23", place: "") }
        let reader = DocumentReader(.credentialResponse, object, rule: "CRED-23")
        let isDeferred = object.contains(Member.transaction.rawValue)
        guard let entries = try reader.arrayIfPresent(Member.credentials.rawValue) else {
            guard isDeferred else {
                throw .member(
                    .credentialResponse, rule: "CRED-23", place: "", .missing(member: Member.credentials.rawValue))
            }
            throw .deferred
        }
        guard !isDeferred else { throw .credentialsAndTransaction }
        guard !entries.isEmpty else { throw reader.refused(Member.credentials.rawValue, .empty) }
        guard entries.count <= limit else { throw .tooManyCredentials(count: entries.count, asked: limit) }
        var credentials: [String] = []
        for entry in entries {
            guard let copy = entry.object else {
                throw .notAnObject(.credentialResponse, rule: "CRED-23", place: Member.credentials.rawValue)
            }
            let inner = DocumentReader(.credentialResponse, copy, rule: "FMT-01", at: Member.credentials.rawValue)
            credentials.append(try inner.string(Member.credential.rawValue))
        }
        self.credentials = credentials
        notificationID = try reader.stringIfPresent(Member.notification.rawValue)
    }

    /// The object on the wire.
    public var json: JSONValue {
        let entries = credentials.map { JSONValue.object(JSONObject([(Member.credential.rawValue, .string($0))])) }
        return [Member.credentials.rawValue: .array(entries)]
    }

    private enum Member: String {
        case credentials, credential
        case transaction = "transaction_id"
        case notification = "notification_id"
    }
}
