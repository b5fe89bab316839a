/// The names of the members and claims of this standard.
///
/// Source: Token Status List §4.2, §5.1, §6.2.
enum StatusListMember {
    static let status = "status"
    static let statusList = "status_list"
    static let index = "idx"
    static let uri = "uri"
    static let bits = "bits"
    static let list = "lst"
    static let aggregationURI = "aggregation_uri"
    static let subject = "sub"
    static let issuedAt = "iat"
    static let expires = "exp"
    static let timeToLive = "ttl"
    static let statusLists = "status_lists"
}
