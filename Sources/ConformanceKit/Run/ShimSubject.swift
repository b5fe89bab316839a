import JSON

/// Another implementation, behind a command that speaks the shim protocol.
public struct ShimSubject: ConformanceSubject {
    /// After so many failures in a row there is no use in going on.
    private static let patience = 5

    /// Whether its error codes are Carnet's own.
    public let usesOurCodes: Bool

    private let command: String
    private let seconds: Int64
    private var process: ShimProcess?
    private var failures = 0

    /// Names the command; it is started with the first test, and again when it died or went astray.
    ///
    /// - Parameters:
    ///   - command: a command of the shell.
    ///   - seconds: how long one answer may take.
    ///   - usesOurCodes: whether its error codes are to be compared.
    public init(command: String, seconds: Int64 = 10, usesOurCodes: Bool) {
        (self.command, self.seconds, self.usesOurCodes) = (command, seconds, usesOurCodes)
    }

    /// Asks the command.
    public mutating func answer(to test: VectorCase) throws -> VectorAnswer {
        do {
            let process = try self.process ?? ShimProcess(command: command)
            self.process = process
            let line = try process.exchange(ShimMessage.request(test).serialized(), seconds: seconds)
            let answer = try ShimMessage.answer(line, to: test)
            failures = 0
            return answer
        } catch let error as NoAnswer {
            // What it still has to say would be taken for the answer to the next test.
            process = nil
            failures += 1
            guard failures < Self.patience else {
                throw ConformanceError.shimGaveUp(failures: failures, last: error.why)
            }
            throw error
        }
    }
}
