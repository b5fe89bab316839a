import Terminal
import WalletKit

/// `wallet delete`: removes a credential with its keys.
enum DeleteCommand {
    private static let id = Positional("ID", "a credential, or the beginning of its identifier")

    static let command = Command(
        "delete", "delete a credential with its copies and keys",
        parameters: [id],
        examples: [Example("wallet delete 7f3a", "delete the credential 7f3a…")]
    ) { call in
        let wallet = try OpenWallet(call).wallet()
        let credential = try wallet.credential(try call.required(id))
        call.console.inform("\(Names(call).name(of: credential)) of \(credential.issuer), \(credential.copies) copies")
        guard try call.console.confirm("Delete it? It cannot be brought back") else { return .declined }
        try wallet.delete(credential)
        call.console.say("deleted")
        return .done
    }
}
