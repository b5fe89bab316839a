/// How a wallet chooses where a query leaves a choice.
public struct DCQLPolicy: Sendable, Hashable {
    /// What is preferred.
    public enum Preference: Sendable, Hashable {
        /// The fewest Disclosures; among equals the verifier's order. A wallet may deviate from the verifier's order
        /// when that reveals more than another option (OpenID4VP §6.4.1).
        case leastDisclosure
        /// The first claim set and the first option that can be satisfied, as the verifier orders them.
        case verifierOrder
    }

    /// Which types of a credential count.
    public enum Types: Sendable, Hashable {
        /// Its own type only.
        case own
        /// Also the types that it extends or is also known as (DSEL-02).
        case ownAndOther
    }

    /// What is preferred.
    public var preference: Preference
    /// Which types count.
    public var types: Types
    /// Steps that one matching may cost (DCQL-09).
    public var steps: Int

    /// Sets a policy; the defaults are the careful ones.
    public init(
        preference: Preference = .leastDisclosure, types: Types = .own, steps: Int = DCQLLimits.default.steps
    ) {
        (self.preference, self.types, self.steps) = (preference, types, steps)
    }
}
