internal import SQLite

/// The tables of a vault file; `docs/vault-format.md` §2 describes the columns.
enum VaultSchema {
    /// The version that this program writes; it is bound into everything but the slots.
    static let version: UInt32 = 1

    /// "CrnV": how the file says that it is a vault.
    static let applicationID: Int32 = 0x4372_6E56

    static let schema = DatabaseSchema(applicationID: applicationID, steps: [firstVersion])

    // The values lie apart from the rest of their records, so that checking and listing 10,000 records does not read
    // them; the index over their ids lets the check count them without reading them.
    private static let firstVersion = """
        CREATE TABLE header (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            vault BLOB NOT NULL,
            key_epoch INTEGER NOT NULL,
            manifest BLOB NOT NULL
        ) STRICT;
        CREATE TABLE slot (
            id INTEGER PRIMARY KEY CHECK (id BETWEEN 0 AND 7),
            kind INTEGER NOT NULL,
            parameters BLOB NOT NULL,
            sealed BLOB NOT NULL
        ) STRICT;
        CREATE TABLE record (
            id INTEGER PRIMARY KEY,
            category BLOB NOT NULL,
            name BLOB NOT NULL,
            label BLOB NOT NULL,
            seal BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX record_name ON record (category, name);
        CREATE TABLE value (
            id INTEGER PRIMARY KEY,
            sealed BLOB NOT NULL
        ) STRICT;
        CREATE INDEX value_id ON value (id);
        CREATE TABLE tag (
            token BLOB NOT NULL,
            record INTEGER NOT NULL,
            PRIMARY KEY (token, record)
        ) STRICT, WITHOUT ROWID;
        """
}
