import JSON
import Rules
import SQLite

extension SQLiteTransactionStore {
    /// Keeps a template, in place of the one of that name.
    public func put(_ template: QuestionTemplate) throws(VerifierKitError) -> Bool {
        let (keeper, name) = (SQLiteValue.integer(template.keeper.number), SQLiteValue.text(template.name))
        return try database.write { (connection) throws(VerifierKitError) in
            let replaced = try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run("DELETE FROM templates WHERE keeper = ? AND name = ?", [keeper, name])
            }
            let others = try connection.first("SELECT count(*) FROM templates WHERE keeper = ?", [keeper]) {
                (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in try row.integer(0) }
            }
            guard others ?? 0 < QuestionTemplate.limitPerKeeper else {
                throw .tooManyTemplates(limit: QuestionTemplate.limitPerKeeper)
            }
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run(
                    "INSERT INTO templates (keeper, name, content, updated_at) VALUES (?, ?, ?, ?)",
                    [keeper, name, .text(template.content.text), .integer(template.updatedAt.seconds)])
            }
            return replaced == 0
        }
    }

    /// Finds a template: the backend's own, else the operator's.
    public func template(
        _ name: String, for keeper: QuestionTemplate.Keeper
    ) throws(VerifierKitError) -> QuestionTemplate? {
        try templates(
            "WHERE name = ? AND keeper IN (0, ?) ORDER BY keeper DESC LIMIT 1",
            [.text(name), .integer(keeper.number)]
        ).first
    }

    /// All templates that a backend can ask, or all of the operator's, by name.
    public func templates(for keeper: QuestionTemplate.Keeper) throws(VerifierKitError) -> [QuestionTemplate] {
        try templates("WHERE keeper IN (0, ?) ORDER BY name, keeper DESC", [.integer(keeper.number)])
    }

    /// Forgets a template.
    public func removeTemplate(
        _ name: String, of keeper: QuestionTemplate.Keeper
    ) throws(VerifierKitError) -> Bool {
        try change(
            "DELETE FROM templates WHERE keeper = ? AND name = ?", [.integer(keeper.number), .text(name)]) == 1
    }

    private func templates(_ condition: String, _ values: [SQLiteValue]) throws(VerifierKitError) -> [QuestionTemplate]
    {
        try database.read { (connection) throws(VerifierKitError) in
            try connection.rows("SELECT keeper, name, content, updated_at FROM templates \(condition)", values) {
                (row) throws(VerifierKitError) in
                let (keeper, name, content, time) = try VerifierKitError.wrapping { () throws(SQLiteError) in
                    (try row.integer(0), try row.text(1), try row.text(2), try row.integer(3))
                }
                let json: JSONValue
                do throws(JSONError) { json = try JSONValue(parsing: content, limits: .own) } catch {
                    throw .json(error)
                }
                return try QuestionTemplate(
                    name: name, keeper: keeper == 0 ? .house : .backend(keeper), at: UnixTime(seconds: time), json)
            }
        }
    }
}

extension QuestionTemplate.Keeper {
    /// What stands in the table; API keys are numbered from 1.
    fileprivate var number: Int64 {
        switch self {
        case .house: 0
        case .backend(let key): key
        }
    }
}
