import JSON

/// The names that lists of trusted entities had before ETSI TS 119 602 settled them, and what they are now (LOT-10).
///
/// ```
/// {"ListAndSchemeInformation": …}                            {"LoTE": {"ListAndSchemeInformation": …}}
/// "ListIssueDatetime"                                        "ListIssueDateTime"
/// "TrustedEntitiesList": [{"TrustServiceProvider": {…}}]     "TrustedEntitiesList": [{…}]
/// ```
///
/// Pointers to other lists are not followed, so that it does not matter how they are spelled.
struct EarlyListNames {
    /// The payload with the normative names.
    let normative: JSONObject
    /// The early names that were in it, in the order of the table above; empty for a list of today.
    let found: [String]

    private static let root = "LoTE"
    private static let scheme = "ListAndSchemeInformation"
    private static let entities = "TrustedEntitiesList"
    private static let issued = (early: "ListIssueDatetime", now: "ListIssueDateTime")
    private static let provider = "TrustServiceProvider"

    /// Maps a payload. Where both names of a member are there, the early one stays, and is refused as unknown or passed over
    /// like any other.
    init(_ payload: JSONObject) {
        var found: [String] = []
        var list: JSONObject
        if let root = payload[Self.root] {
            guard let object = root.object else {
                (normative, self.found) = (payload, [])
                return
            }
            list = object
        } else {
            guard payload[Self.scheme] != nil else {
                (normative, self.found) = (payload, [])
                return
            }
            found.append("a root without \(Self.root)")
            list = payload
        }
        if var scheme = list[Self.scheme]?.object, scheme[Self.issued.now] == nil, let time = scheme[Self.issued.early]
        {
            found.append(Self.issued.early)
            scheme[Self.issued.early] = nil
            scheme[Self.issued.now] = time
            list[Self.scheme] = .object(scheme)
        }
        if let elements = list[Self.entities]?.array, elements.contains(where: { Self.nested(in: $0) != nil }) {
            found.append(Self.provider)
            list[Self.entities] = .array(elements.map { Self.nested(in: $0) ?? $0 })
        }
        var whole: JSONObject = payload[Self.root] == nil ? [:] : payload
        whole[Self.root] = .object(list)
        normative = whole
        self.found = found
    }

    private static func nested(in element: JSONValue) -> JSONValue? {
        guard let object = element.object, object.names.count == 1 else { return nil }
        return object[provider]
    }
}
