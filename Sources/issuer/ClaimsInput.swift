import Files
import JSON
import Rules
import Terminal

/// Why a file with claims cannot be read.
enum ClaimsInputError: RuleError {
    case json(file: String, JSONError)
    case notAnObject(file: String)

    var refusal: Refusal {
        switch self {
        case .json(let file, let error):
            Refusal(
                error.refusal.rule, error.refusal.code, "\(file): \(error.refusal.problem)", hint: error.refusal.hint)
        case .notAnObject(let file):
            Refusal(
                "CLAIM-01", "claims_no_object", "\(file) holds no JSON object",
                hint: "write the claims as {\"name\": value}")
        }
    }
}

/// Reads the claims for a credential.
enum ClaimsInput {
    static func object(in path: String) throws -> JSONObject {
        let bytes = try Files.read(path == "-" ? "/dev/stdin" : path, limitBytes: 1 << 20)
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch { throw ClaimsInputError.json(file: path, error) }
        guard let object = value.object else { throw ClaimsInputError.notAnObject(file: path) }
        return object
    }
}
