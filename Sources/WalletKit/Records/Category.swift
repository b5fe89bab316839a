/// The categories of records in the vault, and the fields by which records are found.
enum Category {
    static let credential = "credential"
    static let copy = "copy"
    static let key = "key"
    static let history = "history"
    static let statusList = "status-list"
    static let typeMetadata = "type-metadata"
}

enum Field {
    static let credential = "credential"
    static let digest = "digest"
}
