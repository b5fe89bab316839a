public import Rules

/// Why a database could not be opened, read or changed.
///
/// `file` is the path that was asked for, or `in memory`.
public enum SQLiteError: RuleError {
    /// Another process or connection holds the lock, and did not give it up in time.
    case busy(file: String)
    /// The disk, the quota or the permitted number of pages is used up; nothing was changed.
    case full(file: String)
    /// The file or its file system is read-only.
    case readOnly(file: String)
    /// The file is a database, but its pages are damaged.
    case corrupt(file: String, detail: String)
    /// The file is no SQLite database.
    case notADatabase(file: String)
    /// The operating system failed a read, write or sync.
    case inputOutput(file: String, code: Int32, systemError: Int32)
    /// The file could not be opened.
    case cannotOpen(file: String, why: OpenProblem)
    /// A folder that others may write to; they could put files of their own beside the database.
    case folderNotPrivate(folder: String, mode: UInt32)
    /// The database belongs to another program, as its application id says.
    case foreignDatabase(file: String, applicationID: Int32)
    /// The database was written by a later version of this program.
    case newerVersion(file: String, found: Int, known: Int)
    /// Tables, indexes, triggers or views differ from those that this program makes.
    case unknownSchema(file: String, object: String)
    /// A row broke a constraint of its table.
    case constraint(file: String, kind: ConstraintKind)
    /// A column holds another type than the program stores there.
    case unexpectedType(file: String, column: Int, expected: String, found: String)
    /// A text column holds bytes that are not UTF-8.
    case notUTF8(file: String, column: Int)
    /// A value or a statement exceeds the limit of the connection.
    case tooLarge(file: String)
    /// No memory was left.
    case outOfMemory
    /// SQLite refused a statement or a setting: a fault of this program.
    case statementRefused(code: Int32, message: String)

    /// Why a file could not be opened.
    public enum OpenProblem: String, Sendable, Equatable {
        /// There is no such file.
        case missing = "there is no such file"
        /// A new file was asked for, and one is there.
        case exists = "a file of this name exists"
        /// The folder does not exist.
        case folderMissing = "the folder does not exist"
        /// The name is a symbolic link.
        case symbolicLink = "it is a symbolic link"
        /// The name is a folder, a device or a socket.
        case notAFile = "it is not a regular file"
        /// The user has no right to it.
        case forbidden = "permission was denied"
        /// Another user owns it, and it is not theirs alone.
        case othersFile = "it belongs to another user, and others may read it"
        /// Too many files are open.
        case tooManyFiles = "too many files are open"
        /// Another reason of the operating system.
        case other = "the operating system refused"
    }

    /// The kinds of constraints that a row can break.
    public enum ConstraintKind: String, Sendable, Equatable {
        /// The key is taken.
        case unique
        /// The row that is referred to does not exist.
        case foreignKey = "foreign key"
        /// A value is missing.
        case notNull = "not null"
        /// A check, a type or another rule of the table.
        case check
    }
}

extension SQLiteError {
    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .busy(let file):
            Refusal(
                "SEC-33", "database_busy", "\(file) is in use by another process",
                hint: "wait until the other command has ended, then try again")
        case .full(let file):
            Refusal(
                "SEC-33", "disk_full", "no room is left to write \(file); nothing was changed",
                hint: "free some room on its disk, then try again")
        case .readOnly(let file):
            Refusal(
                "SEC-33", "database_read_only", "\(file) cannot be written",
                hint: "make the file and its folder writable for you, or copy it to a disk that is")
        case .corrupt(let file, let detail):
            Refusal(
                "SEC-33", "database_damaged", "\(file) has damaged pages (\(detail))",
                hint: "keep a copy of the file as it is, then restore a backup or let doctor save what is readable")
        case .notADatabase(let file):
            Refusal(
                "SEC-33", "not_a_database", "\(file) is not a database of this program",
                hint: "check the file name; a file that was a database is damaged from its first bytes on")
        case .inputOutput(let file, let code, let systemError):
            Refusal(
                "SEC-33", "input_output",
                "reading or writing \(file) failed (SQLite \(code), system error \(systemError)); nothing was changed",
                hint: "check the disk and its connection, then try again")
        case .cannotOpen(let file, let why):
            Refusal("SEC-34", "cannot_open", "\(file) cannot be opened: \(why.rawValue)", hint: Self.hint(for: why))
        case .folderNotPrivate(let folder, let mode):
            Refusal(
                "SEC-34", "folder_not_private",
                "the folder \(folder) may be written by others (mode \(String(mode, radix: 8)))",
                hint: "take the right away with chmod go-w, or choose another folder")
        default: contentRefusal
        }
    }

    private var contentRefusal: Refusal {
        switch self {
        case .foreignDatabase(let file, let applicationID):
            Refusal(
                "SEC-33", "foreign_database",
                "\(file) is a database of another program (application id \(applicationID))",
                hint: "check the file name")
        case .newerVersion(let file, let found, let known):
            Refusal(
                "SEC-33", "newer_version", "\(file) has format version \(found), this program knows \(known)",
                hint: "install the newer version of this program; nothing was changed")
        case .unknownSchema(let file, let object):
            Refusal(
                "SEC-33", "unknown_schema", "\(file) holds tables that this program did not make (\(object))",
                hint: "do not use this file: it was changed by another program; restore a backup")
        case .constraint(let file, let kind):
            Refusal(
                "SEC-33", "constraint_broken", "a row of \(file) would break a constraint (\(kind.rawValue))",
                hint: "report this: the program should have checked it before")
        case .unexpectedType(let file, let column, let expected, let found):
            Refusal(
                "SEC-33", "unexpected_type", "\(file) holds \(found) in column \(column), expected \(expected)",
                hint: "the file was changed by another program; restore a backup")
        case .notUTF8(let file, let column):
            Refusal(
                "SEC-33", "not_utf8", "\(file) holds a text in column \(column) that is not UTF-8",
                hint: "the file was changed by another program; restore a backup")
        case .tooLarge(let file):
            Refusal(
                "SEC-33", "value_too_large", "a value for \(file) is larger than this program stores",
                hint: "split it or leave it out")
        case .outOfMemory:
            Refusal("SEC-33", "out_of_memory", "no memory was left", hint: "close other programs, then try again")
        case .statementRefused(let code, let message):
            Refusal(
                "SEC-33", "statement_refused", "SQLite refused a statement (\(code): \(message))",
                hint: "report this: it is a fault of the program")
        default: Refusal("SEC-33", "unknown", "an unknown error", hint: "report this")
        }
    }

    private static func hint(for problem: OpenProblem) -> String {
        switch problem {
        case .missing, .folderMissing: "check the path"
        case .exists: "choose another name, or use the file that is there"
        case .symbolicLink: "name the file itself; links are not followed, so that nobody can redirect a write"
        case .notAFile: "name a regular file"
        case .forbidden: "check who owns the file and its folder"
        case .othersFile: "make it your own with chown, or take the rights of others away with chmod go-rwx"
        case .tooManyFiles: "close other programs, or raise the limit of open files"
        case .other: "check the path, the disk and your rights"
        }
    }
}
