import Terminal

/// `verifier trust`: whom the verifier trusts, and what it takes along to where there is no network.
enum TrustCommand {
    static let command = Command(
        "trust", "take along whom you trust",
        subcommands: [SnapshotCommand.command])
}
