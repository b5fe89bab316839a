public import JSON

/// One test of a vector file, complete with what its group shares.
public struct VectorCase: Sendable {
    /// How a correct implementation answers.
    public enum Expectation: Sendable, Equatable {
        /// The input is taken, and gives this output.
        case valid(JSONValue?)
        /// The input is refused; the code is Carnet's name for the reason.
        case invalid(code: String)
        /// Both are right.
        case acceptable
    }

    /// The file that holds it.
    public let file: String
    /// The suite of the file.
    public let suite: String
    /// What is to be done with the input, such as `sdjwt.verify`.
    public let operation: String
    /// What the tests of its group have in common, for people.
    public let group: String
    /// Its name, unique among all vectors.
    public let id: String
    /// What it tests, in a few words.
    public let comment: String
    /// The rules that it proves.
    public let rules: [String]
    /// Further marks, such as the IDs of the catalogue of negative tests.
    public let flags: [String]
    /// The input, with the shared inputs of the group.
    public let input: JSONObject
    /// How a correct implementation answers.
    public let expectation: Expectation
}
