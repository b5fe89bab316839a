public import CredentialModel
public import JSON
public import Rules

/// Why a query was refused, cannot be answered, or was not answered as asked.
///
/// `place` names a member of the query, such as `credentials[1].claims[0].path`. Identifiers of queries are the verifier's
/// own words and may be shown; claim values never occur.
public enum DCQLError: RuleError {
    /// The query is no JSON.
    case json(JSONError)
    /// A member is missing.
    case missing(place: String, rule: RuleID)
    /// A member has another type.
    case wrongType(place: String, expected: JSONMemberError.Expected, found: JSONKind, rule: RuleID)
    /// An array, or an identifier, is empty.
    case empty(place: String, rule: RuleID)
    /// There are too many of something.
    case tooMany(place: String, count: Int, limit: Int)
    /// An identifier has other characters than letters, digits, `_` and `-`.
    case badIdentifier(place: String, rule: RuleID)
    /// An identifier occurs twice.
    case duplicateIdentifier(place: String, rule: RuleID)
    /// An identifier that nothing has.
    case unknownIdentifier(place: String, rule: RuleID)
    /// Sets of claims without claims.
    case claimSetsWithoutClaims(place: String)
    /// A claim that no set can name.
    case claimWithoutIdentifier(place: String)
    /// A path that a verifier asks for twice.
    case duplicatePath(place: String)
    /// A path that is no claims path pointer.
    case path(CredentialModelError, place: String)
    /// A value that is none of string, integer and boolean.
    case badValue(place: String, found: JSONKind)
    /// A number in `values` with a fraction, with an exponent, or beyond 2^53 - 1.
    case inexactValue(place: String)
    /// A key identifier that is not base64url.
    case badKeyIdentifier(place: String)
    /// Matching needs more work than allowed.
    case tooMuchWork(steps: Int)

    /// The wallet has no credentials that satisfy the query.
    case notSatisfiable
    /// A person picked something that the query does not offer.
    case pickNotOffered(queryID: String, credentialID: String)
    /// A person's picks do not satisfy the query, or go beyond it.
    case picksNotSatisfying(queryIDs: [String])

    /// An answer to something that was not asked.
    case answerNotAsked(queryID: String)
    /// Two entries of the answer have the same identifier.
    case answerTwice(queryID: String)
    /// An entry of the answer holds no presentation.
    case answerEmpty(queryID: String)
    /// More than one presentation where one was asked for.
    case answerNotSingle(queryID: String, count: Int)
    /// A presentation is of another format.
    case answerFormat(queryID: String, found: CredentialFormat)
    /// A presentation is of another type.
    case answerType(queryID: String)
    /// A presentation without the proof of possession that was asked for.
    case answerNotBound(queryID: String)
    /// A presentation lacks claims that were asked for, or they have other values; the paths of the first set.
    case answerClaims(queryID: String, paths: [ClaimPath])
    /// Required queries were not answered.
    case answersMissing(queryIDs: [String])
}
