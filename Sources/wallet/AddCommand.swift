import Cryptography
import Files
import JOSE
import JSON
import ReportView
import Terminal
import WalletKit

/// `wallet add`: takes a credential from a file.
enum AddCommand {
    private static let file = Positional("FILE", "the credential in compact form; - reads standard input")
    private static let key = Option("key", "FILE", "the key that it is bound to, a private JWK")

    static let command = Command(
        "add", "take in a credential from a file",
        parameters: [file, key],
        examples: [Example("wallet add credential.txt --key holder.jwk", "verify and store a credential with its key")]
    ) { call in
        let wallet = try OpenWallet(call).wallet()
        let path = try call.required(file)
        let bytes = try Files.read(path == "-" ? "/dev/stdin" : path, limitBytes: 4 << 20)
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        let holder = try call[key].map {
            try JWK.Private(try JSONValue(parsing: try Files.read($0, limitBytes: 65_536)))
        }
        let item = try wallet.add(text, key: holder?.key)
        call.console.print(report: item.report, details: .exceptions)
        call.console.say("stored as \(Text(item.credential.id, .strong))")
        return .done
    }
}
