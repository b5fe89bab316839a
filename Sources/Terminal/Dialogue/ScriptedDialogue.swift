internal import Synchronization

/// Answers from a list, and what was asked, for tests; an empty list means that nobody is there.
public final class ScriptedDialogue: Dialogue {
    private struct State {
        var answers: [String]
        var prompts: [String] = []
    }

    private let state: Mutex<State>
    /// Whether the list had any answer.
    public let isPresent: Bool

    /// Takes the answers in the order of the questions.
    public init(_ answers: [String]) {
        state = Mutex(State(answers: answers))
        isPresent = !answers.isEmpty
    }

    /// What was asked so far.
    public var prompts: [String] { state.withLock { $0.prompts } }

    /// The next answer.
    public func line(_ prompt: String, question: String, limitBytes: Int) throws(TerminalError) -> String {
        let answer = state.withLock { state in
            state.prompts.append(prompt)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else {
            if isPresent { throw .interrupted(question: question) }
            throw .cannotAsk(question: question, way: "give the answer as an option (--help)")
        }
        guard answer.utf8.count <= limitBytes else {
            throw .answerTooLong(question: question, limitBytes: limitBytes)
        }
        return answer
    }

    /// The next answer.
    public func secret(
        _ prompt: String, question: String, limitBytes: Int
    ) throws(TerminalError) -> TypedSecret {
        let answer = try line(prompt, question: question, limitBytes: limitBytes)
        var secret = try TypedSecret(capacity: max(1, limitBytes))
        for byte in answer.utf8 where !secret.append(byte) {
            throw .answerTooLong(question: question, limitBytes: limitBytes)
        }
        return secret
    }
}
