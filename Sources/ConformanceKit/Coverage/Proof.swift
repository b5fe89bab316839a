/// How many vectors or tests there are for a rule, and what they show: what it lets through, what it stops, or both.
public struct Proof: Sendable, Equatable {
    /// How many there are.
    public let count: Int
    /// How many of them show what goes through.
    public let accepts: Int
    /// How many of them show what does not.
    public let refuses: Int

    /// Nothing.
    public static let none = Proof(count: 0, accepts: 0, refuses: 0)

    /// One vector or test.
    static func one(accepts: Bool, refuses: Bool) -> Proof {
        Proof(count: 1, accepts: accepts ? 1 : 0, refuses: refuses ? 1 : 0)
    }

    /// Whether both sides are shown.
    public var isTwoSided: Bool { accepts > 0 && refuses > 0 }

    /// Both together.
    public static func + (left: Proof, right: Proof) -> Proof {
        Proof(
            count: left.count + right.count, accepts: left.accepts + right.accepts,
            refuses: left.refuses + right.refuses)
    }
}
