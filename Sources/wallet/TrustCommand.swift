import HTTPClient
import Terminal
import Trust
import TrustCommands

/// `wallet trust`: whom the wallet trusts, issuers and verifiers.
enum TrustCommand {
    private static let trust = TrustCommands(
        of: "wallet", reach: { $0[WalletOptions.loopback] ? .test : .publicInternet },
        folder: { TrustFolder(path: OpenWallet($0).trustPath) })

    static let command = Command(
        "trust", "say whom you trust",
        subcommands: [
            trust.list, trust.show, trust.add, trust.remove, trust.block, trust.importList, trust.refreshLists,
            trust.verifyList,
        ])
}
