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

    /// Reads the member `limits` of the configuration, which the table has looked at; what it does not name keeps its
    /// default.
    ///
    /// - Returns: nil when a number cannot be used.
    init?(_ object: JSONObject) {
        for (name, value) in object {
            guard let number = value.integer, let small = Int(exactly: number) else { return nil }
            switch name {
            case "offer_seconds": offerSeconds = number
            case "token_seconds": tokenSeconds = number
            case "nonce_seconds": nonceSeconds = number
            case "nonces": nonces = small
            case "transaction_code_attempts": transactionCodeAttempts = small
            case "copies_per_token": copiesPerToken = small
            case "batch_size": batchSize = small
            case "token_requests_per_minute": tokenRequestsPerMinute = small
            case "nonce_requests_per_minute": nonceRequestsPerMinute = small
            case "status_list_entries":
                guard number % 8 == 0 else { return nil }
                statusListEntries = small
            case "status_seconds": statusSeconds = number
            default: return nil
            }
        }
    }

    /// The members of `limits`; the defaults are those of a new value.
    static let table = MemberTable(
        "times and numbers",
        [
            member("offer_seconds", standard.offerSeconds, "how long an offer and its code are good"),
            member("token_seconds", of: 1...300, standard.tokenSeconds, "how long an access token is good"),
            member("nonce_seconds", standard.nonceSeconds, "how long a nonce is good"),
            member("nonces", Int64(standard.nonces), "how many nonces are kept"),
            member(
                "transaction_code_attempts", Int64(standard.transactionCodeAttempts),
                "how many wrong transaction codes lock an offer"),
            member("copies_per_token", Int64(standard.copiesPerToken), "how many copies one access token fetches"),
            member("batch_size", of: 1...100, Int64(standard.batchSize), "how many proofs one request may carry"),
            member(
                "token_requests_per_minute", Int64(standard.tokenRequestsPerMinute),
                "requests for tokens of one address"),
            member(
                "nonce_requests_per_minute", Int64(standard.nonceRequestsPerMinute),
                "requests for nonces of one address"),
            member(
                "status_list_entries", of: 64...(1 << 24), Int64(standard.statusListEntries),
                "entries of a new status list, a multiple of 8"),
            member(
                "status_seconds", standard.statusSeconds, "for how long readers may keep a status list"),
        ])

    private static let standard = IssuerLimits()

    private static func member(
        _ name: String, of range: ClosedRange<Int64> = 1...(1 << 24), _ standard: Int64, _ meaning: String
    ) -> DescribedMember {
        DescribedMember(name, .integer(range), standard: .integer(standard), meaning)
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
