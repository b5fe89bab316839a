public import CredentialModel

/// What a verifier has registered that it will ask for.
public struct RegisteredIntent: Sendable, Hashable {
    /// A type of credentials with the claims that may be asked of it.
    public struct Entry: Sendable, Hashable {
        /// The format.
        public let format: CredentialFormat
        /// The type: `vct` or doctype.
        public let type: String
        /// The claims; a claim covers all that is inside it. Nil when all claims were registered.
        public let paths: [ClaimPath]?

        /// Names a type and its claims.
        public init(format: CredentialFormat, type: String, paths: [ClaimPath]?) {
            (self.format, self.type, self.paths) = (format, type, paths)
        }
    }

    /// The entries.
    public let entries: [Entry]

    /// Takes entries.
    public init(_ entries: [Entry]) { self.entries = entries }
}
