import Cryptography
import JSON
import Rules
import Terminal
import Vault
import WalletKit

/// `wallet passphrase`: another passphrase, also when the old one is lost.
enum PassphraseCommand {
    private static let recovery = Flag("recovery", "open the wallet with the recovery key: the passphrase is lost")
    private static let recoveryFile = Option(
        "recovery-key-file", "FILE", "read the recovery key from the first line of a file")
    private static let newFile = Option(
        "new-passphrase-file", "FILE", "read the new passphrase from the first line of a file")
    private static let newDescriptor = Option(
        "new-passphrase-fd", "N", "read the new passphrase from an open file descriptor", as: .integer(0...1023))

    static let command = Command(
        "passphrase", "change the passphrase",
        subcommands: [
            Command(
                "change", "replace the passphrase by another",
                discussion: "Copies of the wallet's file that were made before still open with the old passphrase.",
                parameters: [recovery, recoveryFile, newFile, newDescriptor],
                examples: [
                    Example("wallet passphrase change", "asks for the old one, then for the new one"),
                    Example("wallet passphrase change --recovery", "asks for the recovery key instead of the old one"),
                ], action: change)
        ])

    private static func change(_ call: Invocation) throws -> ExitCode {
        let open = OpenWallet(call)
        try open.requireFile()
        let usesRecovery = call[recovery] || call[recoveryFile] != nil
        let present =
            usesRecovery
            ? SlotSecret.recoveryKey(
                try RecoveryKey(
                    parsing: try open.secret("Recovery key", from: call[recoveryFile].map { .file($0) } ?? .prompt)))
            : .passphrase(try open.passphrase(isNew: false))
        call.console.progress("opening the wallet")
        let vault = try open.vault(with: present)
        let new = SlotSecret.passphrase(try open.newPassphrase(from: try open.source(newFile, newDescriptor)))
        call.console.progress("changing the passphrase")
        if usesRecovery {
            // The new one first: whatever happens between the two, the wallet opens.
            let lost = try vault.slots().filter { $0.kind == .passphrase }
            try vault.addSlot(for: new, authorisedBy: present)
            for slot in lost { try vault.removeSlot(slot.id) }
        } else {
            try vault.changeSlot(present, to: new)
        }
        for warning in vault.warnings { call.console.warn(Text(warning.description)) }
        call.console.print(json: ["changed": true])
        call.console.print("the passphrase was changed")
        return .done
    }
}
