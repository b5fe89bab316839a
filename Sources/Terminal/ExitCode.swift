/// How a command ended, as the shell sees it.
///
/// Source: CLI-05.
public enum ExitCode: Int32, Sendable, CaseIterable {
    /// Done.
    case done = 0
    /// Refused or failed.
    case failed = 1
    /// The command line was not understood.
    case usage = 2
    /// Wrong passphrase, or the vault is locked.
    case locked = 3
    /// The person declined.
    case declined = 4
    /// The network, or the other side of it, did not do its part.
    case network = 5
}
