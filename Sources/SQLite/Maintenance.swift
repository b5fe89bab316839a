extension Database {
    /// Lets SQLite check every page, row and index of the file.
    ///
    /// - Parameter limit: the number of findings after which it stops.
    /// - Returns: what it found, in SQLite's words; empty when the file is sound.
    /// - Throws: `corrupt` and others when the damage stops the check itself.
    public func integrityFindings(limit: Int = 100) throws(SQLiteError) -> [String] {
        let lines = try read { (connection) throws(SQLiteError) in
            try connection.rows("PRAGMA integrity_check(\(limit))") { (row) throws(SQLiteError) in try row.text(0) }
        }
        return lines == ["ok"] ? [] : lines
    }

    /// Moves everything from the WAL into the file and empties the WAL, so that deleted content is in neither.
    ///
    /// - Parameter waitMilliseconds: how long readers are waited for, and writers wait with them; nil for the time that a
    ///   lock is waited for.
    /// - Throws: `busy` when a reader, here or in another process, needs the WAL; it keeps what it has then.
    public func checkpoint(waitMilliseconds: Int32? = nil) throws(SQLiteError) {
        let usual = configuration.busyTimeoutMilliseconds
        try withWriter { (connection) throws(SQLiteError) in
            try connection.setBusyTimeout(milliseconds: waitMilliseconds ?? usual)
            defer { try? connection.setBusyTimeout(milliseconds: usual) }
            let isBusy = try connection.first("PRAGMA wal_checkpoint(TRUNCATE)") { (row) throws(SQLiteError) in
                try row.integer(0) != 0
            }
            if isBusy == true { throw .busy(file: connection.file) }
        }
    }

    /// How many bytes all pages have together; the file is shorter only while some of them are in the WAL.
    public func pageBytes() throws(SQLiteError) -> Int64 {
        try read { (connection) throws(SQLiteError) in
            Int64(try connection.setting("page_count")) * Int64(try connection.setting("page_size"))
        }
    }

    /// Writes the file anew without free pages.
    public func vacuum() throws(SQLiteError) {
        try withWriter { (connection) throws(SQLiteError) in try connection.execute("VACUUM") }
        if file != DatabaseLocation.memory.name { try checkpoint() }
    }

    /// Sets the largest number of pages, so that a test can fill the disk.
    func limitPages(to count: Int) throws(SQLiteError) {
        try withWriter { (connection) throws(SQLiteError) in
            try connection.execute("PRAGMA max_page_count=\(count)")
        }
    }

    /// How many write or wait for their turn, for tests.
    var writerUsers: Int { writer.userCount }
}
