public import Rules

/// Why a key, a parameter or an operation was refused.
public enum CryptographyError: RuleError {
    /// A key has the wrong number of bytes.
    case keyLength(curve: KeyCurve, bytes: Int, expected: Int)
    /// The coordinates are not a point of the curve.
    case pointNotOnCurve(curve: KeyCurve)
    /// The private scalar is zero or not below the order of the curve.
    case scalarOutOfRange(curve: KeyCurve)
    /// The encoded key is of a kind that is not supported, or is not a key.
    case unsupportedKey
    /// The key cannot do what was asked of it.
    case wrongUse(curve: KeyCurve, operation: String)
    /// A shared secret would be all zero: the other side's key is of small order.
    case weakSharedSecret
    /// A sealed text was changed, or the key is another one.
    case notAuthentic
    /// A parameter has the wrong number of bytes.
    case parameterLength(name: String, bytes: Int, expected: Int)
    /// Parameters of a passphrase derivation outside the accepted range.
    case derivationParameters(memoryBytes: Int, passes: Int)
    /// The system does not give the memory that a passphrase derivation asks for.
    case noDerivationMemory(bytes: Int)
    /// The system has no lockable memory left.
    case noGuardedMemory(bytes: Int)
    /// A library refused an operation that cannot fail on sound input; nothing was released.
    case libraryFailure(operation: String)
    /// A primitive does not compute what it should.
    case selfTestFailed(primitive: String)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .keyLength(let curve, let bytes, let expected):
            Refusal(
                "JOSE-09", "key_length", "a \(curve) key part has \(bytes) bytes, it must have \(expected)",
                hint: "coordinates are padded with zeros on the left to their full length")
        case .pointNotOnCurve(let curve):
            Refusal(
                "JOSE-09", "point_not_on_curve", "the coordinates are no point of \(curve)",
                hint: "the key is damaged or was made to attack; do not use it")
        case .scalarOutOfRange(let curve):
            Refusal(
                "JOSE-09", "scalar_out_of_range", "the private key is no scalar of \(curve)",
                hint: "make a new key")
        case .unsupportedKey:
            Refusal(
                "JOSE-06", "unsupported_key", "the key is not P-256, Ed25519 or X25519, or is no key at all",
                hint: "use a P-256 key with ES256, or an Ed25519 key")
        case .wrongUse(let curve, let operation):
            Refusal(
                "JOSE-06", "wrong_key_use", "a \(curve) key cannot \(operation)", hint: "use a key of the right kind")
        case .weakSharedSecret:
            Refusal(
                "ENC-07", "weak_shared_secret", "the other side's key gives an all-zero secret",
                hint: "the key was made to attack; refuse it")
        case .notAuthentic:
            Refusal(
                "SEC-33", "not_authentic", "the sealed text was changed or belongs to another key",
                hint: "restore the data from a backup, or use the right key")
        case .parameterLength(let name, let bytes, let expected):
            Refusal(
                "SEC-40", "parameter_length", "\(name) has \(bytes) bytes, it must have \(expected)",
                hint: "check the data that it came from")
        case .derivationParameters(let memory, let passes):
            Refusal(
                "SEC-33", "derivation_parameters", "Argon2id with \(memory) bytes and \(passes) passes is not accepted",
                hint: "accepted are 64 MiB with 2 passes up to 1 GiB with 10 passes")
        case .noDerivationMemory(let bytes):
            Refusal(
                "SEC-33", "no_derivation_memory", "the system did not give Argon2id its \(bytes >> 20) MiB",
                hint: "end other programs, or raise the memory limit of this one (ulimit -v)")
        case .noGuardedMemory(let bytes):
            Refusal(
                "SEC-35", "no_guarded_memory", "the system has no guarded memory for \(bytes) bytes left",
                hint: "raise the limit on locked memory (ulimit -l)")
        case .libraryFailure(let operation):
            Refusal(
                "SEC-40", "library_failure", "\(operation) failed in the cryptographic library",
                hint: "report this with the versions that --version --verbose prints")
        case .selfTestFailed(let primitive):
            Refusal(
                "SEC-39", "self_test_failed", "\(primitive) does not compute its known answer",
                hint: "a wrong library is loaded; reinstall libsodium and OpenSSL")
        }
    }
}
