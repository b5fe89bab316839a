import JSON

/// Times and numbers of an issuer; each has the default of the security page and of section 18 of the digest.
public struct IssuerLimits: Sendable, Hashable {
    /// How long an offer and its code are good.
    public var offerSeconds: Int64 = 600
    /// How long an access token is good; bearer tokens not longer than 300 s (TOKEN-10).
    public var tokenSeconds: Int64 = 300
    /// How long a nonce is good (NONCE-05).
    public var nonceSeconds: Int64 = 300
    /// How many nonces are kept (NONCE-07).
    public var nonces = 100_000
    /// How many wrong transaction codes lock an offer (TOKEN-20).
    public var transactionCodeAttempts = 5
    /// How many copies one access token fetches (CRED-25).
    public var copiesPerToken = 20
    /// How many proofs one request may carry.
    public var batchSize = 10
    /// Requests for tokens per address and minute (TOKEN-20).
    public var tokenRequestsPerMinute = 10
    /// Requests for nonces per address and minute (NONCE-07).
    public var nonceRequestsPerMinute = 60
    /// Entries of a new status list.
    public var statusListEntries = 131_072
    /// For how long a status list may be kept by those who read it.
    public var statusSeconds: Int64 = 300

    /// The defaults.
    public init() {}

    /// Reads the member `limits` of the configuration; what it does not name keeps its default.
    ///
    /// - Returns: nil when a number is out of range or a name is unknown.
    init?(_ object: JSONObject) {
        for (name, value) in object {
            guard let number = value.integer, number > 0, number <= 1 << 24 else { return nil }
            switch name {
            case "offer_seconds": offerSeconds = number
            case "token_seconds":
                guard number <= 300 else { return nil }
                tokenSeconds = number
            case "nonce_seconds": nonceSeconds = number
            case "nonces": nonces = Int(number)
            case "transaction_code_attempts": transactionCodeAttempts = Int(number)
            case "copies_per_token": copiesPerToken = Int(number)
            case "batch_size":
                guard number <= 100 else { return nil }
                batchSize = Int(number)
            case "token_requests_per_minute": tokenRequestsPerMinute = Int(number)
            case "nonce_requests_per_minute": nonceRequestsPerMinute = Int(number)
            case "status_list_entries":
                guard number >= 64, number % 8 == 0 else { return nil }
                statusListEntries = Int(number)
            case "status_seconds": statusSeconds = number
            default: return nil
            }
        }
    }

    /// The members that differ from the defaults.
    var json: JSONObject {
        let standard = IssuerLimits()
        var object = JSONObject()
        func write(_ name: String, _ value: Int64, _ usual: Int64) {
            if value != usual { object[name] = .integer(value) }
        }
        write("offer_seconds", offerSeconds, standard.offerSeconds)
        write("token_seconds", tokenSeconds, standard.tokenSeconds)
        write("nonce_seconds", nonceSeconds, standard.nonceSeconds)
        write("nonces", Int64(nonces), Int64(standard.nonces))
        write("transaction_code_attempts", Int64(transactionCodeAttempts), Int64(standard.transactionCodeAttempts))
        write("copies_per_token", Int64(copiesPerToken), Int64(standard.copiesPerToken))
        write("batch_size", Int64(batchSize), Int64(standard.batchSize))
        write("token_requests_per_minute", Int64(tokenRequestsPerMinute), Int64(standard.tokenRequestsPerMinute))
        write("nonce_requests_per_minute", Int64(nonceRequestsPerMinute), Int64(standard.nonceRequestsPerMinute))
        write("status_list_entries", Int64(statusListEntries), Int64(standard.statusListEntries))
        write("status_seconds", statusSeconds, standard.statusSeconds)
        return object
    }
}
