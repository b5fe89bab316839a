/// Whoever answers the tests: Carnet in this process, or another implementation behind a shim.
public protocol ConformanceSubject {
    /// Whether its error codes are Carnet's own, so that they can be compared.
    var usesOurCodes: Bool { get }

    /// Answers one test.
    ///
    /// - Throws: `NoAnswer` when there is none; the run goes on, unless `ConformanceError` ends it.
    mutating func answer(to test: VectorCase) throws -> VectorAnswer
}

/// Why a test got no answer.
public struct NoAnswer: Error, Sendable, Equatable {
    /// What happened.
    public let why: String
}

/// Carnet, in this process.
public struct InProcessSubject: ConformanceSubject {
    /// Always.
    public let usesOurCodes = true

    /// Nothing is needed.
    public init() {}

    /// Runs the operation.
    public func answer(to test: VectorCase) throws -> VectorAnswer {
        guard let operation = Operation(rawValue: test.operation) else { return .unsupported(why: "no such operation") }
        return operation.answer(to: test.input)
    }
}
