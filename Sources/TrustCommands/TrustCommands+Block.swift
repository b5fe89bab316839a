import Bytes
import Certificates
import Cryptography
import Files
import JOSE
import JSON
import Terminal
import Trust

extension TrustCommands {
    func changeBlocks(_ call: Invocation) throws -> ExitCode {
        let folder = folder(call)
        let named = try blocks(call)
        guard !named.isEmpty else {
            guard !call[Words.undo] else { throw TerminalError.parameterMissing(name: "ID") }
            return try showBlocks(of: folder, call)
        }
        for block in named { call.console.inform("\(block.text)") }
        let question: Text = call[Words.undo] ? "Take this off the block list?" : "Never trust this?"
        guard try call.console.confirm(question) else { return .declined }
        for block in named {
            if call[Words.undo] { try folder.unblock(block) } else { try folder.block(block) }
        }
        let json = TrustBlock.json(of: try folder.store().blocks)
        call.console.print(json: .object(json))
        call.console.say(call[Words.undo] ? "taken off the block list" : "blocked")
        return .done
    }

    private func showBlocks(of folder: TrustFolder, _ call: Invocation) throws -> ExitCode {
        let json = TrustBlock.json(of: try folder.store().blocks)
        call.console.print(json: .object(json))
        var table = Table([Table.Column("kind", cutting: .forbidden), Table.Column("blocked", cutting: .forbidden)])
        for (name, value) in json {
            for text in value.array?.compactMap(\.string) ?? [] { table.append([Text(name), Text(text)]) }
        }
        if json.allSatisfy({ $0.value.array?.isEmpty ?? true }) {
            call.console.say("nothing is blocked")
        } else {
            call.console.print(table)
        }
        return .done
    }

    private func blocks(_ call: Invocation) throws -> [TrustBlock] {
        var blocks = call[Words.blockedEntry].map { [TrustBlock.entity(id: $0)] } ?? []
        for path in call.values(of: Words.certificate) {
            let certificates = try PEM.certificates(in: try text(of: path))
            blocks += certificates.map { TrustBlock($0) }
        }
        for path in call.values(of: Words.key) { blocks += try keys(in: path) }
        return blocks
    }

    private func keys(in path: String) throws -> [TrustBlock] {
        let text = try text(of: path)
        guard text.first(where: { !$0.isWhitespace }) == "{" else {
            return try PEM.certificates(in: text).map { TrustBlock(keyOf: $0) }
        }
        let json = try JSONValue(parsing: Array(text.utf8))
        guard json["keys"] == nil else { return try JWKSet(json).keys.map { TrustBlock($0.publicKey) } }
        return [TrustBlock(try JWK(json).publicKey)]
    }

    private func text(of path: String) throws -> String {
        String(decoding: try Files.read(path, limitBytes: TrustFolder.limitBytes), as: UTF8.self)
    }
}
