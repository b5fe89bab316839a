import Terminal
import Trust

extension TrustCommands {
    func remove(_ call: Invocation) throws -> ExitCode {
        let identifier = try call.required(Words.entry)
        guard try call.console.confirm("Stop trusting '\(identifier)'?") else { return .declined }
        try folder(call).remove(id: identifier)
        call.console.say("'\(identifier)' is not trusted any more")
        return .done
    }
}
