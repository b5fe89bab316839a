public import Rules

/// Why a file could not be read or written.
public enum FilesError: RuleError {
    /// There is no such file or folder.
    case notFound(path: String)
    /// The file system refused an operation; `reason` is the system's own words.
    case refused(operation: String, path: String, reason: String)
    /// The file is larger than the caller allows.
    case tooLarge(path: String, limitBytes: Int)
    /// Something stands where a new file should go.
    case exists(path: String)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .notFound(let path):
            Refusal("SEC-34", "file_not_found", "\(path) does not exist", hint: "check the name and the folder")
        case .refused(let operation, let path, let reason):
            Refusal(
                "SEC-34", "file_refused", "cannot \(operation) \(path): \(reason)",
                hint: "check the owner and the rights of the file and its folder, and the room on the disk")
        case .tooLarge(let path, let limit):
            Refusal(
                "SEC-03", "file_too_large", "\(path) is larger than \(limit) bytes",
                hint: "check whether this is the file that was meant")
        case .exists(let path):
            Refusal(
                "SEC-34", "file_exists", "\(path) is there already",
                hint: "choose another name, or move the existing file away; nothing is overwritten")
        }
    }
}
