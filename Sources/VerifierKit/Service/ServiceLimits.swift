/// What one caller may do in a minute (SEC-29, SEC-30); in memory, and so anew with each start.
struct ServiceLimits: Sendable {
    /// API keys that failed, by address.
    let failedKeys = RateLimit(perMinute: 20)
    /// Loads of one page for the person's browser, by its token; by itself a page loads twelve times a minute.
    let pageLoads = RateLimit(perMinute: 60)
    /// Pages and returns that there are none of, by address: guesses.
    let unknownPages = RateLimit(perMinute: 60)
    /// Passwords of the operator that failed, by address.
    let failedPasswords = RateLimit(perMinute: 5)
}
