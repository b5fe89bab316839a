public import JSON

/// A query that whoever holds something for it cannot match within the work that is allowed, and whoever holds nothing can.
///
/// One end of each edge of a graph has to be chosen, at least cost.
public enum HardQuery {
    private static let corners = 42

    /// The query.
    ///
    /// - Parameter query: a credential query of that name.
    public static func json(_ query: (String) -> JSONValue) -> JSONObject {
        func edge(_ one: Int, _ other: Int) -> JSONValue {
            ["options": [[.string("q\(one)")], [.string("q\(other % corners)")]]]
        }
        let ring = (0..<corners).map { edge($0, $0 + 1) }
        let spokes = (0..<corners / 2).map { edge($0, $0 + corners / 2) }
        return [
            "credentials": .array((0..<corners).map { query("q\($0)") }), "credential_sets": .array(ring + spokes),
        ]
    }
}
