public import Cryptography

/// The surroundings of a vault.
public struct VaultConfiguration: Sendable {
    /// Where the highest epoch of each vault is remembered; nil means that an older copy of the file is not noticed.
    public var epochs: EpochFile?
    /// Where random bytes come from.
    public var random: any RandomSource
    /// What a guess of a passphrase costs in new slots.
    public var passphraseCost: Argon2id.Parameters
    /// How long to wait for a lock that another process holds.
    public var busyTimeoutMilliseconds: Int32 = 5_000

    /// Sets the surroundings.
    public init(
        epochs: EpochFile?, random: any RandomSource = SystemRandom(), passphraseCost: Argon2id.Parameters = .moderate
    ) {
        (self.epochs, self.random, self.passphraseCost) = (epochs, random, passphraseCost)
    }
}
