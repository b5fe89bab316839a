/// What an API key may be used for; each operation of the backends needs exactly one of these (SEC-30).
///
/// `APITable` says which operation needs which, and `/openapi.json` shows it.
public enum APIScope: String, Sendable, Hashable, CaseIterable {
    /// Begin transactions, with a question of its own or a template, and pass on what pages got for them.
    case createTransactions = "transactions:create"
    /// Read transactions: state, report, claims, proof package, news.
    case readTransactions = "transactions:read"
    /// Take transactions back and forget them.
    case deleteTransactions = "transactions:delete"
    /// Check presentations without a transaction.
    case check = "presentations:check"
    /// List and read templates.
    case readTemplates = "templates:read"
    /// Keep, replace and forget templates of its own.
    case writeTemplates = "templates:write"
    /// Read what is counted.
    case readMetrics = "metrics:read"

    /// What it allows, in a few words.
    public var meaning: String {
        switch self {
        case .createTransactions: "begin transactions, and pass on what pages got for them"
        case .readTransactions: "read transactions, their claims, proof packages and news"
        case .deleteTransactions: "take transactions back and forget them"
        case .check: "check presentations without a transaction"
        case .readTemplates: "list and read templates"
        case .writeTemplates: "keep, replace and forget templates"
        case .readMetrics: "read the metrics"
        }
    }
}
