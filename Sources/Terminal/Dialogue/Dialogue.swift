/// Where answers come from: the person at the terminal, or a list in tests.
public protocol Dialogue: Sendable {
    /// Whether there is anybody to ask.
    var isPresent: Bool { get }

    /// Asks for one line, shown while it is typed.
    ///
    /// - Parameters:
    ///   - prompt: what is shown before the answer, made safe already.
    ///   - question: the words that an error names.
    ///   - limitBytes: the longest answer.
    /// - Throws: `cannotAsk`, `interrupted`, `answerTooLong`.
    func line(_ prompt: String, question: String, limitBytes: Int) throws(TerminalError) -> String

    /// Asks for one line that nobody sees.
    ///
    /// - Parameters: as above.
    /// - Throws: `cannotAsk`, `interrupted`, `answerTooLong`, `noMemoryForSecret`.
    func secret(_ prompt: String, question: String, limitBytes: Int) throws(TerminalError) -> TypedSecret
}
