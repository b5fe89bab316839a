public import CredentialModel
public import JSON
import Rules

extension StatusReference {
    /// The greatest index that is read.
    public static let limitIndex: UInt64 = 1 << 31

    /// Reads the claim `status` of a credential: `{"status_list": {"idx": 3, "uri": "https://…"}}`.
    ///
    /// - Parameters:
    ///   - status: the claim, unchecked; other mechanisms beside `status_list` are ignored.
    ///   - places: where lists may be.
    /// - Throws: `noMechanism` for a claim without `status_list`, `member`, `unusableIndex`, `unusableURI`.
    ///   Source: Token Status List §6.2 (TSL-20, TSL-21).
    public init(status: JSONValue, places: StatusListPlaces = .https) throws(TokenStatusListError) {
        guard let list = status[StatusListMember.statusList] else { throw .noMechanism }
        guard let list = list.object else { throw .notAnObject(StatusListMember.statusList) }
        let uri: String
        do { uri = try list.string(StatusListMember.uri) } catch { throw .member(error, rule: "TSL-20") }
        guard let index = list[StatusListMember.index] else {
            throw .member(.missing(member: StatusListMember.index), rule: "TSL-20")
        }
        guard let number = index.integer, let index = UInt64(exactly: number), index <= Self.limitIndex else {
            throw .unusableIndex
        }
        if let fault = places.fault(of: uri) { throw .unusableURI(fault) }
        self.init(uri: uri, index: index)
    }

    /// The claim `status` of a credential, on the issuer's side.
    public var statusClaim: JSONValue {
        [
            StatusListMember.statusList: [
                StatusListMember.index: .integer(Int64(clamping: index)), StatusListMember.uri: .string(uri),
            ]
        ]
    }
}
