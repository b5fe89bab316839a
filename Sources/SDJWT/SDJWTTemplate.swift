public import Cryptography

/// Which claims of an SD-JWT the holder may show or withhold, and how much is hidden around them.
///
/// ```swift
/// var template = SDJWTTemplate(disclosable: [["given_name"], ["address"], ["address", "street"]])
/// template.decoys = [.init(at: [], count: 3)]
/// ```
///
/// A path below another one makes a Disclosure inside a Disclosure: above, `street` can be shown only together with
/// `address`, and `address` without `street`. Source: RFC 9901 §4.2.4 to 4.2.6 (SDJWT-17 to SDJWT-20).
public struct SDJWTTemplate: Sendable, Hashable {
    /// How digests are put in an order that does not tell the order of the claims (SDJWT-17).
    public enum DigestOrder: Sendable, Hashable {
        /// By their text.
        case sorted
        /// By the issuer's random source.
        case shuffled
    }

    /// What happens when a path names nothing in the claims at hand.
    public enum Absence: Sendable, Hashable {
        /// Issuing fails: a misspelled path would otherwise leave a claim open to everyone.
        case refused
        /// Nothing: for claims that not every subject has.
        case permitted
    }

    /// Digests that stand for nothing, in one place.
    public struct Decoys: Sendable, Hashable {
        /// The object or array that receives them.
        public var path: SDJWTPath
        /// How many.
        public var count: Int

        /// Asks for that many decoys at the path.
        public init(at path: SDJWTPath, count: Int) { (self.path, self.count) = (path, count) }
    }

    /// The claims that become Disclosures.
    public var disclosable: [SDJWTPath]
    /// Digests that stand for nothing.
    public var decoys: [Decoys] = []
    /// The hash; it is always named in `_sd_alg`.
    public var hashAlgorithm = HashAlgorithm.sha256
    /// How digests are ordered.
    public var order = DigestOrder.sorted
    /// What happens when a path names nothing.
    public var absence = Absence.refused
    /// Bytes of a salt; 16 or more (SDJWT-21).
    public var saltBytes = 16

    /// Makes those claims selectively disclosable.
    public init(disclosable: [SDJWTPath]) { self.disclosable = disclosable }
}
