public import Rules

extension StepLog {
    /// Checks that a file with a secret is its owner's alone (SEC-34).
    public mutating func privacy(of path: String) {
        do throws(FilesError) {
            let facts = try FileFacts(of: path)
            guard facts.isReadableForOthers || facts.isWritableForOthers else {
                return passed("SEC-34", "read by its owner only", on: path)
            }
            failed(
                "read by its owner only", on: path,
                Refusal(
                    "SEC-34", "file_not_private", "others than its owner can read or change \(path)",
                    hint: "chmod 600 '\(path)'"))
        } catch { failed("read by its owner only", on: path, error.refusal) }
    }
}
