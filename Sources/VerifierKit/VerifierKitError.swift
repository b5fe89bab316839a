public import Certificates
public import Cryptography
public import DCQL
public import Files
public import HTTP
public import JOSE
public import JSON
public import OpenID4VP
public import Rules
public import SQLite
public import TokenStatusList
public import Trust

/// Why the verifier cannot be set up, or refuses what a backend or a wallet asks of it.
public enum VerifierKitError: RuleError, WrapsSQLiteError {
    /// The configuration has a member that is missing or wrong.
    case configuration(member: String, problem: String)
    /// A file that the configuration names is not what it should be.
    case badFile(path: String, problem: String)
    /// The request body of a backend is not what the endpoint takes.
    case badBody(problem: String)
    /// The browser of a same-device transaction would be sent to a place that is not https.
    case insecureRedirect
    /// A page asks whose origin the configuration does not have.
    case originNotConfigured
    /// No API key came, or one that is unknown, revoked or over.
    case unauthorized
    /// The API key does not allow this operation.
    case missingScope(APIScope)
    /// Too many API keys from one address were wrong.
    case tooManyFailedKeys(retrySeconds: Int64)
    /// A page was loaded too often, or too many that there are none of were asked for.
    case tooManyPageLoads(retrySeconds: Int64)
    /// There is an API key of that name already.
    case keyNameTaken(name: String)
    /// There is no API key of that name that may be used.
    case noSuchKey(name: String)
    /// There is no such transaction, or it is not the caller's; the two are not told apart.
    case noSuchTransaction
    /// The transaction has ended, or its time is over.
    case transactionEnded
    /// The `state` of the response is not the one of the transaction, or is missing.
    case wrongState
    /// The response code is missing or wrong.
    case wrongResponseCode
    /// The browser that brings the response code is not the one that opened the page.
    case otherBrowser
    /// The operator's password is wrong.
    case wrongPassword
    /// A form of the console came from another site, or without its token.
    case foreignForm
    /// There is no proof package to fetch, or not any more.
    case noProof
    /// A proof package has another form.
    case badProof(problem: String)
    /// A payment that is to be carried out.
    case order(PaymentOrderFault)
    /// A template is not what it should be.
    case badTemplate(problem: String)
    /// There is no template of that name for the caller.
    case noSuchTemplate
    /// A keeper has that many templates already.
    case tooManyTemplates(limit: Int)
    /// Too many transactions are open.
    case tooManyOpen(limit: Int)
    /// Too many streams of news are open, of all or of one transaction.
    case tooManyStreams(limit: Int)
    /// A file is no snapshot of trust data, or one of another form.
    case badSnapshot(problem: String)
    /// The trust data of a snapshot may not be used any more.
    case snapshotTooOld(usableUntil: UnixTime)
    /// A newer snapshot of the same signer was used before.
    case snapshotOlder(created: UnixTime, newest: UnixTime)
    /// The file that remembers the newest snapshots is none.
    case badNewestFile(path: String)
    /// The moment of the check lies before a time that was signed already: the clock is wrong.
    case clockSuspect(signed: UnixTime)
    /// A status list for a snapshot could not be had.
    case statusListUnavailable(uri: String, why: String)
    /// A status list for a snapshot is wrong.
    case statusList(uri: String, TokenStatusListError)
    /// A response or request of OpenID4VP.
    case openID4VP(OpenID4VPError)
    /// A query.
    case dcql(DCQLError)
    /// The trust folder.
    case trust(TrustError)
    /// A form, a URL.
    case http(HTTPError)
    /// A JSON text.
    case json(JSONError)
    /// A key or token.
    case jose(JOSEError)
    /// A certificate.
    case certificates(CertificatesError)
    /// A key operation.
    case cryptography(CryptographyError)
    /// A file.
    case files(FilesError)
    /// The database.
    case sqlite(SQLiteError)

    static func configuration(_ fault: MemberTable.Fault) -> Self {
        .configuration(member: fault.member, problem: fault.problem)
    }

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .configuration(let member, let problem):
            Refusal(
                "ASVS-13", "bad_configuration", "the configuration member \(member) \(problem)",
                hint: "docs/verifier.md describes all members, 'verifier config schema' prints their schema")
        case .badFile(let path, let problem):
            Refusal("ASVS-13", "bad_file", "\(path) \(problem)", hint: "make it again with verifier init")
        case .badBody(let problem):
            Refusal("VFY-02", "bad_request_body", problem, hint: "see the example in docs/verifier.md")
        case .insecureRedirect:
            Refusal(
                "SES-11", "insecure_redirect_uri", "redirect_uri is no https URL",
                hint: "wallets follow https only; http is for this machine, with the network loopback_allowed")
        case .originNotConfigured:
            Refusal(
                "DP-07", "origin_not_configured", "origin is none of the origins that this verifier asks from",
                hint: "add it to 'origins' in verifier.json, written as a browser does: https://shop.example")
        case .unauthorized:
            Refusal(
                "SEC-30", "unauthorized", "no valid API key came with the request",
                hint:
                    "send it as Authorization: Bearer …; verifier init prints the first one, 'verifier key create' makes more"
            )
        case .missingScope(let scope):
            Refusal(
                "SEC-30", "missing_scope",
                "the API key lacks the scope \(scope.rawValue), which allows to \(scope.meaning)",
                hint: "'verifier key create NAME --scope \(scope.rawValue)' makes a key that has it")
        case .tooManyFailedKeys(let seconds):
            Refusal(
                "SEC-30", "too_many_failed_keys", "too many wrong API keys came from this address",
                hint: "try again in \(seconds) s with a key that 'verifier key list' shows as valid")
        case .tooManyPageLoads(let seconds):
            Refusal(
                "SEC-29", "too_many_page_loads", "this page was loaded too often", hint: "try again in \(seconds) s")
        case .keyNameTaken(let name):
            Refusal(
                "SEC-30", "key_name_taken", "there is an API key named '\(name)' already",
                hint: "take another name; names of revoked keys are not used again, so that logs stay clear")
        case .noSuchKey(let name):
            Refusal(
                "SEC-30", "no_such_key", "there is no valid API key named '\(name)'",
                hint: "'verifier key list' shows all names")
        case .noSuchTransaction:
            Refusal("SEC-30", "no_such_transaction", "there is no such transaction", hint: "check its id")
        case .transactionEnded:
            Refusal(
                "SES-08", "transaction_ended", "the transaction was answered already or its time is over",
                hint: "start a new transaction")
        case .wrongState:
            Refusal(
                "RSP-07", "wrong_state", "the state is missing or belongs to no open request",
                hint: "send back the state of the request unchanged")
        case .wrongResponseCode:
            Refusal(
                "SES-02", "wrong_response_code", "the response code is missing or wrong",
                hint: "pass on the code that the browser brought to the redirect URI")
        case .otherBrowser:
            Refusal(
                "SES-03", "other_browser", "the answer came back in another browser than the one that opened the page",
                hint: "begin again, and open page and wallet on the same device")
        case .wrongPassword:
            Refusal(
                "SEC-41", "wrong_password", "the password is not the operator's",
                hint: "'verifier console password' sets another one")
        case .foreignForm:
            Refusal(
                "SEC-41", "foreign_form", "a form came from another site, or without the token of its session",
                hint: "open the console again")
        case .noProof:
            Refusal(
                "PAY-23", "no_proof_package", "the transaction has no proof package",
                hint:
                    "only an accepted transaction with transaction_data has one, until it is fetched or its time is over"
            )
        case .badProof(let problem):
            Refusal(
                "PAY-23", "bad_proof_package", "the proof package \(problem)",
                hint: "give the file that 'verifier proof' wrote, unchanged")
        case .order(let fault): fault.refusal
        case .badTemplate(let problem):
            Refusal("VFY-02", "bad_template", problem, hint: "see examples/templates and docs/verifier.md")
        case .noSuchTemplate:
            Refusal(
                "SEC-30", "no_such_template", "there is no template of that name",
                hint: "GET /v1/templates and 'verifier template list' show them")
        case .tooManyTemplates(let limit):
            Refusal(
                "SEC-29", "too_many_templates", "\(limit) templates are kept already", hint: "remove one of them first")
        case .tooManyOpen(let limit):
            Refusal(
                "SEC-29", "too_many_open_transactions", "\(limit) transactions are open",
                hint: "delete those that are not needed, or wait until they expire")
        case .tooManyStreams(let limit):
            Refusal(
                "SEC-29", "too_many_streams", "\(limit) streams of news are open, or several of this transaction",
                hint: "read the transaction instead, or close a stream")
        case .badSnapshot(let problem):
            Refusal(
                "STA-07", "bad_snapshot", "the snapshot \(problem)",
                hint: "give the file that 'verifier trust snapshot' wrote, unchanged")
        case .snapshotTooOld(let time):
            Refusal(
                "STA-01", "snapshot_too_old", "the trust data of the snapshot could be used until \(time)",
                hint: "bring a newer snapshot: 'verifier trust snapshot' makes one")
        case .snapshotOlder(let created, let newest):
            Refusal(
                "STA-07", "snapshot_older",
                "the snapshot was made at \(created), and one that was made at \(newest) has been used before",
                hint: "bring the newest one: an older one does not know what was revoked since")
        case .badNewestFile(let path):
            Refusal(
                "STA-07", "bad_newest_file", "\(path) does not say which snapshots are the newest",
                hint: "find out who changed it, then remove it; the next check begins a new one")
        case .clockSuspect(let signed):
            Refusal(
                "STA-06", "clock_suspect",
                "the moment of the check lies before \(signed), when the snapshot was signed",
                hint: "set the clock of this machine")
        case .statusListUnavailable(let uri, let why):
            Refusal(
                "STA-02", "status_list_unavailable", "the status list at \(uri) could not be had: \(why)",
                hint: "try again, or leave the list out; the status of its credentials is then unknown")
        case .statusList(let uri, let error): error.refusal.inside("status list at \(uri)")
        case .openID4VP(let error): error.refusal
        case .dcql(let error): error.refusal
        case .trust(let error): error.refusal
        case .http(let error): error.refusal
        case .json(let error): error.refusal
        case .jose(let error): error.refusal
        case .certificates(let error): error.refusal
        case .cryptography(let error): error.refusal
        case .files(let error): error.refusal
        case .sqlite(let error): error.refusal
        }
    }
}
