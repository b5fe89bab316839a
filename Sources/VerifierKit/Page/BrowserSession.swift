import Bytes
import Cryptography
import HTTP

/// By which the browser that opened the page of a same-device transaction is known again: 256 random bits in a cookie.
///
/// One browser has one cookie for all its transactions, but the service keeps only a hash of it together with the request,
/// so that nobody can read from the database which transactions belong to one person. Source: SES-03, SEC-23.
struct BrowserSession: Sendable, Equatable {
    private static let byteCount = 32

    private let secret: [UInt8]

    /// The session that a browser's request carries; nil when it carries none.
    init?(_ request: HTTPRequest, cookie: Cookie) {
        guard let text = cookie.value(in: request), let secret = try? Base64URL.decode(text),
            secret.count == Self.byteCount
        else { return nil }
        self.secret = secret
    }

    /// A session for a browser that has none.
    init(from random: some RandomSource) { secret = random.bytes(Self.byteCount) }

    /// The value of the cookie.
    var text: String { Base64URL.encode(secret) }

    /// What is stored with a transaction.
    func hash(for transaction: Transaction) -> [UInt8] {
        HMAC.authenticationCode(.sha256, key: secret, message: Array(transaction.requestID.utf8))
    }

    /// Whether this browser is the one that opened the page.
    func hasOpened(_ transaction: Transaction) -> Bool {
        guard let expected = transaction.browserHash else { return false }
        return constantTimeEqual(hash(for: transaction), expected)
    }
}
