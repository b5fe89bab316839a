import Cryptography
import Files
import JSON
import Terminal
import Vault

/// `wallet init`: makes the vault, with a passphrase and a recovery key.
enum InitCommand {
    static let command = Command(
        "init", "make a wallet",
        discussion:
            "Asks for a passphrase of 12 characters or more; several words are easier to remember than signs. Shows "
            + "a recovery key once: it opens the wallet when the passphrase is lost, so keep it on paper, apart from the "
            + "wallet.",
        examples: [Example("wallet init", "make the wallet at its usual place")]
    ) { call in
        let open = OpenWallet(call)
        let path = open.vaultPath
        guard !Files.exists(path) else { throw FilesError.exists(path: path) }
        // The recovery key is asked back when the wallet is there; who cannot be asked then is told now.
        guard !isAsked(call) || call.console.dialogue.isPresent else {
            throw TerminalError.cannotAsk(question: question.plain, way: "give it as --yes")
        }
        if let slash = path.lastIndex(of: "/") { try Files.makeFolder(String(path[..<slash])) }
        let passphrase = try open.passphrase(isNew: true)
        call.console.progress("making the wallet")
        let recovery = try RecoveryKey(from: SystemRandom())
        let text = try recovery.printableText()
        let secret = SlotSecret.passphrase(passphrase)
        let vault = try CredentialVault(creating: path, with: secret, open.configuration)
        let second = SlotSecret.recoveryKey(recovery)
        try vault.addSlot(for: second, authorisedBy: secret)
        call.console.print(json: ["vault": .string(path), "recovery_key": .string(text)])
        call.console.print(Text("wallet made: ") + Text(path, .strong))
        call.console.print("recovery key, shown once:")
        call.console.print()
        call.console.print(Text("  \(text)", .strong))
        call.console.print()
        if isAsked(call) { confirmRecoveryKey(text, of: path, call) }
        return .done
    }

    private static let question: Text = "Type its last four characters"

    private static func isAsked(_ call: Invocation) -> Bool { !call.console.mode.saysYes && !call.console.mode.isJSON }

    /// Who has not written the key down finds out now, and not on the day when it is needed. The wallet is there either way.
    private static func confirmRecoveryKey(_ text: String, of path: String, _ call: Invocation) {
        do throws(TerminalError) {
            let _: Bool = try call.console.ask(question, option: "--yes") { answer in
                answer.uppercased() == text.suffix(4) ? true : nil
            }
            call.console.say("the recovery key was written down")
        } catch {
            call.console.warn("the recovery key was not confirmed; the wallet is made all the same")
            call.console.inform(
                "  the key stands above and is not shown again: write it down now, or delete \(path) and begin anew")
        }
    }
}
