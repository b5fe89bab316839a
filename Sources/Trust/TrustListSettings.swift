public import Certificates

/// What whoever keeps the trust folder decided about a list of trusted entities; nothing in the list changes it.
public struct TrustListSettings: Sendable {
    /// The short name of the list.
    public let id: String
    /// Of whom the list must speak.
    public let kind: TrustListKind
    /// The certificate that signs the list, octet by octet (LOT-02).
    public let signer: Certificate
    /// The credential types that its entities may issue (TRU-02); a list names none.
    public let types: Set<String>
    /// Where the newest list is fetched from; nil for one that comes as a file.
    public let url: String?

    /// Which names of members are read.
    public let names: Names

    /// How the members of a list are spelled.
    public enum Names: Sendable, Hashable {
        /// As ETSI TS 119 602 has them.
        case normative
        /// Also as lists had them before that (LOT-10).
        case earlyToo
    }

    /// Puts the parts together.
    public init(
        id: String, kind: TrustListKind, signer: Certificate, types: Set<String>, url: String? = nil,
        names: Names = .normative
    ) {
        (self.id, self.kind, self.signer, self.types, self.url, self.names) = (id, kind, signer, types, url, names)
    }

    /// The longest short name, so that the ids of entries have room behind it.
    static let limitID = 32
}

extension TrustListSettings: Equatable {
    /// Whether both decide the same.
    public static func == (left: Self, right: Self) -> Bool {
        left.id == right.id && left.kind == right.kind && left.signer.der == right.signer.der
            && left.types == right.types && left.url == right.url && left.names == right.names
    }
}
