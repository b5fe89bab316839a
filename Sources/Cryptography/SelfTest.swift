import CSodium

/// One known answer for each primitive, asked once at start (SEC-39).
///
/// ```swift
/// try SelfTest.run()      // before a command or a service touches its first key; about 1 ms
/// ```
///
/// It finds a wrong or damaged library at run time. Whether the primitives are right in every case is for the tests.
public enum SelfTest {
    /// Asks all of them.
    ///
    /// - Throws: `selfTestFailed` with the name of the first primitive whose answer differs.
    public static func run() throws(CryptographyError) { try run(KnownAnswer.all) }

    /// Asks some of them, for tests that put a wrong answer in.
    static func run(_ questions: [KnownAnswer]) throws(CryptographyError) {
        guard sodium_init() >= 0 else { throw .selfTestFailed(primitive: "libsodium") }
        for question in questions {
            guard let answer = try? question.compute(), answer == question.answer else {
                throw .selfTestFailed(primitive: question.primitive)
            }
        }
    }
}
