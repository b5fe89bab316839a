public import JSON
import Rules

/// The addresses of all status lists of an issuer: `{"status_lists": ["https://…", …]}`.
///
/// Source: Token Status List §9 (TSL-60).
public struct StatusListAggregation: Sendable, Hashable {
    /// The addresses, in their order.
    public let uris: [String]

    /// Names the lists, on the issuer's side.
    public init(uris: [String]) { self.uris = uris }

    /// Reads an answer that came from outside; addresses that may not be used are left out, the others stay.
    ///
    /// - Throws: `json`, `notAnObject`, `member`.
    public init(parsing bytes: [UInt8], places: StatusListPlaces = .https) throws(TokenStatusListError) {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch { throw .json(error) }
        guard let object = value.object else { throw .notAnObject("the answer") }
        do { uris = try object.strings(StatusListMember.statusLists).filter { places.fault(of: $0) == nil } } catch {
            throw .member(error, rule: "TSL-60")
        }
    }

    /// The answer to a reader.
    public var json: JSONValue { [StatusListMember.statusLists: .array(uris.map(JSONValue.string))] }
}
