import HTTPClient
import OpenID4VP
import Terminal
import Trust
import TrustCommands
import VerifierKit

/// `verifier trust`: whom the verifier trusts, and what it takes along to where there is no network.
enum TrustCommand {
    private static let trust = TrustCommands(
        of: "verifier", parameters: [VerifierProgram.directory],
        reach: { call in
            let configuration = try? VerifierProgram.folder(call).configuration()
            return configuration?.network == .loopbackAllowed ? .test : .publicInternet
        }, folder: { TrustFolder(path: VerifierProgram.folder($0).trustPath) })

    static let command = Command(
        "trust", "say whom you trust, and take it along",
        discussion:
            "A service that is running reads the folder when it is started again; lists that came from a URL it "
            + "fetches by itself.",
        subcommands: [
            trust.list, trust.show, trust.add, trust.remove, trust.block, trust.importList,
            trust.refreshLists, trust.verifyList, trust.publishList, SnapshotCommand.command, DifferenceCommand.command,
        ])
}
