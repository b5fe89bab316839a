public import Certificates
public import Rules

/// A revocation list with where it came from; who signed it is checked whenever it is used.
public struct KeptRevocationList: Sendable, Hashable {
    /// For how long after the next list was due one is used all the same (the table of spec/trust-and-payments.md §2.6).
    public static let staleSeconds: Int64 = 7 * 86_400

    /// The list.
    public let list: RevocationList
    /// The address that it was fetched from; nil for one that was imported.
    public let uri: String?
    /// How its server names this state of the list, for the next fetch.
    public let entityTag: String?

    /// Puts the parts together.
    public init(list: RevocationList, uri: String? = nil, entityTag: String? = nil) {
        (self.list, self.uri, self.entityTag) = (list, uri, entityTag)
    }

    /// For people: `CN=Root (https://…)`.
    public var name: String { list.issuer.text + (uri.map { " (\($0))" } ?? "") }
}

/// Where the revocation lists come from that a decision looks into.
public protocol RevocationListSource: Sendable {
    /// The lists that are there without asking anybody, unchecked.
    var held: [KeptRevocationList] { get }

    /// The lists that may speak of a certificate, unchecked, and why there are no others.
    ///
    /// - Parameters:
    ///   - certificate: a certificate of a path that was validated.
    ///   - issuer: who issued it, in that path.
    ///   - time: the moment of the check.
    func lists(
        about certificate: Certificate, issuedBy issuer: Certificate, at time: UnixTime
    ) -> (lists: [KeptRevocationList], failure: String?)
}

extension RevocationListSource {
    /// Whether a list under that name came from whoever keeps the trust; who signed it is another question.
    func holdsList(under name: DistinguishedName) -> Bool { held.contains { $0.list.issuer == name } }
}

/// The lists that are there, and nobody to ask for more.
public struct KeptRevocationLists: RevocationListSource {
    /// The lists.
    public let all: [KeptRevocationList]

    /// Puts lists together.
    public init(_ all: [KeptRevocationList]) { self.all = all }

    /// All of them.
    public var held: [KeptRevocationList] { all }

    /// Those of the issuer.
    public func lists(
        about certificate: Certificate, issuedBy issuer: Certificate, at time: UnixTime
    ) -> (lists: [KeptRevocationList], failure: String?) {
        (all.filter { $0.list.issuer == issuer.subject }, nil)
    }
}
