import Bytes
public import Cryptography
public import JSON

/// The operator's password as it is kept: what Argon2id makes of it, with its salt and cost.
///
/// Source: SEC-41, RFC 9106.
public struct ConsolePassword: Sendable, Equatable {
    /// Octets of a password (SEC-03).
    public static let lengths = 12...1_024
    /// 64 MiB: the service is to stay small, and guesses are limited by address besides.
    private static let cost = (memoryBytes: 64 << 20, passes: 3)
    private static let keyCount = 32

    private let salt: [UInt8]
    private let memoryBytes: Int
    private let passes: Int
    private let key: [UInt8]

    /// Takes a new password.
    ///
    /// - Throws: `configuration` when it is too short or too long, `cryptography`.
    public init(_ password: borrowing SecretBytes, random: some RandomSource) throws(VerifierKitError) {
        guard Self.lengths.contains(password.count) else {
            throw .configuration(
                member: "password",
                problem: "must have \(Self.lengths.lowerBound) to \(Self.lengths.upperBound) bytes")
        }
        (memoryBytes, passes) = Self.cost
        salt = random.bytes(Argon2id.saltCount)
        key = try Self.key(of: password, salt: salt, memoryBytes: memoryBytes, passes: passes)
    }

    /// Reads what was kept.
    ///
    /// - Throws: `configuration` when it has another form.
    public init(_ json: JSONValue) throws(VerifierKitError) {
        guard let salt = (json["salt"]?.string).flatMap({ try? Base64URL.decode($0) }),
            let key = (json["key"]?.string).flatMap({ try? Base64URL.decode($0) }),
            let memory = json["memory_bytes"]?.integer.flatMap({ Int(exactly: $0) }),
            let passes = json["passes"]?.integer.flatMap({ Int(exactly: $0) }), salt.count == Argon2id.saltCount,
            key.count == Self.keyCount
        else { throw .configuration(member: "console.json", problem: "is damaged; set the password again") }
        (self.salt, self.key, memoryBytes, self.passes) = (salt, key, memory, passes)
    }

    /// What is kept.
    public var json: JSONValue {
        [
            "salt": .string(Base64URL.encode(salt)), "memory_bytes": .integer(Int64(memoryBytes)),
            "passes": .integer(Int64(passes)), "key": .string(Base64URL.encode(key)),
        ]
    }

    /// Whether it is this password; takes as long as the cost says.
    ///
    /// - Throws: `cryptography`.
    func matches(_ password: borrowing SecretBytes) throws(VerifierKitError) -> Bool {
        constantTimeEqual(
            try Self.key(of: password, salt: salt, memoryBytes: memoryBytes, passes: passes), key)
    }

    private static func key(
        of password: borrowing SecretBytes, salt: [UInt8], memoryBytes: Int, passes: Int
    ) throws(VerifierKitError) -> [UInt8] {
        do throws(CryptographyError) {
            let derived = try Argon2id.key(
                count: keyCount, from: password, salt: salt,
                parameters: try Argon2id.Parameters(memoryBytes: memoryBytes, passes: passes))
            return derived.authenticationCode(of: Array("carnet console".utf8))
        } catch { throw .cryptography(error) }
    }
}
