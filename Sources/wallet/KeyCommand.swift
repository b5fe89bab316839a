import JSON
import Terminal
import WalletKit

/// `wallet key`: the keys in the vault.
enum KeyCommand {
    static let command = Command(
        "key", "look at the keys in the wallet",
        subcommands: [
            Command(
                "list", "list the keys; never their private parts",
                examples: [Example("wallet key list", "each key with the credential that it belongs to")]
            ) { call in
                let keys = try OpenWallet(call).wallet().keys()
                call.console.print(
                    json: .array(
                        keys.map { key in
                            [
                                "credential": .string(key.credentialID), "copy": .integer(Int64(key.copy)),
                                "curve": .string(key.curve),
                            ]
                        }))
                guard !keys.isEmpty else { return .done }
                var table = Table([
                    Table.Column("credential", cutting: .forbidden), Table.Column("copy", .trailing),
                    Table.Column("curve"),
                ])
                for key in keys { table.append([Text(key.credentialID), Text("\(key.copy)"), Text(key.curve)]) }
                call.console.print(table)
                return .done
            }
        ])
}
