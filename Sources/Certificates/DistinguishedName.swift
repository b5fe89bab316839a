/// The name of a certificate's subject or issuer.
public struct DistinguishedName: Sendable, Hashable {
    /// The encoded name; two names are equal when these are.
    public let der: [UInt8]
    /// For people: `C=KE, O=Post of Kea, CN=Counter 7`; what would look like another part is escaped by a backslash.
    public let text: String
    /// All parts in their order.
    public let attributes: [Attribute]

    /// One part of a name.
    public struct Attribute: Sendable, Hashable {
        /// The object identifier of its type, dotted.
        public let type: String
        /// What it says.
        public let value: String
    }

    /// The first common name.
    public var commonName: String? { values(of: "2.5.4.3").first }
    /// The first organisation name.
    public var organizationName: String? { values(of: "2.5.4.10").first }
    /// The first country code.
    public var countryCode: String? { values(of: "2.5.4.6").first }
    /// The first state or province.
    public var stateOrProvince: String? { values(of: "2.5.4.8").first }
    /// The first identifier of the organisation in a register, such as `VATDE-123456789` (RPC-02).
    public var organizationIdentifier: String? { values(of: "2.5.4.97").first }

    /// All values of one type, in their order.
    public func values(of type: String) -> [String] { attributes.filter { $0.type == type }.map(\.value) }

    /// Whether both have the same encoding.
    public static func == (left: Self, right: Self) -> Bool { left.der == right.der }

    /// Feeds the encoding into a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
