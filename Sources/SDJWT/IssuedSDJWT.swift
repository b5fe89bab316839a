/// A freshly issued SD-JWT with all its Disclosures, for nobody but the holder.
public struct IssuedSDJWT: Sendable, Equatable {
    /// The JWT that was signed.
    public let issuerJWT: String
    /// All Disclosures; each stands before the ones that lie in it.
    public let disclosures: [Disclosure]

    /// The compact form; ends with a tilde.
    public var text: String { ([issuerJWT] + disclosures.map(\.text) + [""]).joined(separator: "~") }
}
