import CredentialModel
import JSON
public import Rules

extension DCQLError {
    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .json(let error): error.refusal
        case .missing(let place, let rule):
            Self.query(rule, "missing_member", "\(place) is missing")
        case .wrongType(let place, let expected, let found, let rule):
            Self.query(rule, "wrong_type", "\(place) is \(found.phrase), expected \(expected.rawValue)")
        case .empty(let place, let rule):
            Self.query(rule, "empty", "\(place) is empty")
        case .tooMany(let place, let count, let limit):
            Self.query("DCQL-09", "too_many", "\(place) has \(count) entries, the limit is \(limit)")
        case .badIdentifier(let place, let rule):
            Self.query(rule, "bad_id", "\(place) has other characters than letters, digits, _ and -")
        case .duplicateIdentifier(let place, let rule):
            Self.query(rule, "duplicate_id", "\(place) is used before")
        case .unknownIdentifier(let place, let rule):
            Self.query(rule, "unknown_id", "\(place) names nothing in the query")
        case .claimSetsWithoutClaims(let place):
            Self.query("DCQL-05", "claim_sets_without_claims", "\(place) stands without claims")
        case .claimWithoutIdentifier(let place):
            Self.query("DCQL-04", "claim_without_id", "\(place) is missing, and claim_sets needs it")
        case .duplicatePath(let place):
            Self.query("DCQL-04", "duplicate_path", "\(place) asks for the same claim again")
        case .path(let error, let place):
            Refusal(
                error.refusal.rule, error.refusal.code, "\(place): \(error.refusal.problem)", hint: error.refusal.hint)
        case .badValue(let place, let found):
            Self.query("DCQL-04", "bad_value", "\(place) is \(found.phrase), expected a string, integer or boolean")
        case .inexactValue(let place):
            Self.query("DCQL-10", "inexact_value", "\(place) is no plain integer up to 2^53 - 1")
        case .badKeyIdentifier(let place):
            Self.query("DCQL-07", "bad_key_identifier", "\(place) is not base64url")
        case .tooMuchWork(let steps):
            Self.query("DCQL-09", "too_much_work", "the query needs more than \(steps) steps to be matched")
        default: matchingRefusal
        }
    }

    private static func query(_ rule: RuleID, _ code: String, _ problem: String) -> Refusal {
        Refusal(rule, code, problem, hint: "the verifier must correct its query")
    }

    private var matchingRefusal: Refusal {
        switch self {
        case .notSatisfiable:
            Refusal(
                "DSEL-07", "not_satisfiable", "no stored credentials satisfy the query",
                hint: "list what was asked and what is stored; a missing credential must be received first")
        case .pickNotOffered(let queryID, let credentialID):
            Refusal(
                "DSEL-01", "pick_not_offered",
                "credential '\(credentialID)' is no candidate for '\(queryID)' in that way",
                hint: "pick one of the candidates that were listed")
        case .picksNotSatisfying(let queryIDs):
            Refusal(
                "DSEL-07", "picks_not_satisfying", "the choice does not fit the query at \(Self.list(queryIDs))",
                hint:
                    "answer every required query, with one credential each, and no query outside of the chosen options")
        case .answerNotAsked(let queryID):
            Self.answer("DSEL-12", "answer_not_asked", "'\(queryID)' was not asked for")
        case .answerTwice(let queryID):
            Self.answer("DSEL-12", "answer_twice", "'\(queryID)' is answered twice")
        case .answerEmpty(let queryID):
            Self.answer("DSEL-12", "answer_empty", "the answer to '\(queryID)' holds no presentation")
        case .answerNotSingle(let queryID, let count):
            Self.answer("DSEL-09", "answer_not_single", "'\(queryID)' has \(count) presentations, one was asked for")
        case .answerFormat(let queryID, let found):
            Self.answer("DSEL-11", "answer_format", "the presentation for '\(queryID)' has the format \(found)")
        case .answerType(let queryID):
            Self.answer("DSEL-11", "answer_type", "the presentation for '\(queryID)' is of another type")
        case .answerNotBound(let queryID):
            Self.answer(
                "DSEL-11", "answer_not_bound", "the presentation for '\(queryID)' proves no possession of a key")
        case .answerClaims(let queryID, let paths):
            Self.answer(
                "DSEL-11", "answer_claims",
                "the presentation for '\(queryID)' lacks \(Self.list(paths.map(\.description))) as asked")
        case .answersMissing(let queryIDs):
            Self.answer("DSEL-07", "answers_missing", "required answers are missing: \(Self.list(queryIDs))")
        default:
            Refusal("DCQL-01", "internal_inconsistency", "an error without words", hint: "report this")
        }
    }

    private static func answer(_ rule: RuleID, _ code: String, _ problem: String) -> Refusal {
        Refusal(rule, code, problem, hint: "the wallet must answer what the query asks for, and nothing else")
    }

    /// The first few of a list; what the sender repeats a thousand times does not fill the log.
    private static func list(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
    }
}
