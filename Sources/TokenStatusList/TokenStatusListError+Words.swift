import Bytes
import COSE
import JOSE
import JSON
public import Rules

extension TokenStatusListError {
    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .unsupportedWidth(let bits):
            Refusal(
                "TSL-01", "unsupported_width", "status_list.bits is \(bits)",
                hint: "the issuer must publish entries of 1, 2, 4 or 8 bits")
        case .indexOutOfRange(let index, let count):
            Refusal(
                "TSL-43", "index_out_of_range", "status_list.idx is \(index), the list has \(count) entries",
                hint: "fetch the list again, or ask the issuer which list this credential belongs to")
        case .valueTooLarge(let value, let bits):
            Refusal(
                "TSL-04", "value_too_large", "status \(value) does not fit into \(bits) bits",
                hint: "choose wider entries when the list is created")
        case .unusableCount(let count):
            Refusal(
                "TSL-05", "unusable_count", "a status list cannot have \(count) entries",
                hint: "choose 1 entry or more, and no more than readers inflate (16 MiB)")
        case .compression(let fault): fault.refusal
        case .encoding(let error): error.refusal.inside("lst of the status list")
        case .json(let error): error.refusal.inside("answer")
        case .jose(let error): error.refusal
        case .cose(let error): error.refusal.inside("status list token")
        case .member(let error, let rule):
            Refusal(rule, "status_member", "\(error)", hint: "write the members as Token Status List defines them")
        case .notAnObject(let name):
            Refusal("TSL-20", "not_object", "\(name) is no JSON object", hint: "write an object")
        case .noMechanism:
            Refusal(
                "TSL-20", "no_status_mechanism", "status has no status_list",
                hint: "the issuer must refer to a status list; other mechanisms are not read here")
        case .unusableIndex:
            Refusal(
                "TSL-21", "unusable_index", "status_list.idx is no whole number from 0 to 2147483648",
                hint: "write the index as a JSON integer")
        case .unusableURI(let fault):
            Refusal(
                "TSL-21", "unusable_uri", "the address of the status list \(fault.words)",
                hint: "publish the list at an https address without user name and fragment")
        case .otherSubject:
            Refusal(
                "TSL-42", "other_subject", "sub of the status list is not the address that the credential names",
                hint: "sub must equal status_list.uri byte by byte, letter case and slashes included")
        case .unusableTimeToLive:
            Refusal(
                "TSL-10", "unusable_ttl", "ttl is no positive whole number of seconds",
                hint: "write an integer from 1 to 31536000")
        case .expiresTooEarly:
            Refusal(
                "TSL-10", "expires_too_early", "exp of the status list is not after iat",
                hint: "choose a later end")
        case .signerNotTrusted(let refusal): refusal
        case .otherKey:
            Refusal(
                "TSL-13", "other_status_key",
                "the status list is signed with another key than this credential's issuer uses",
                hint: "ask the issuer which key signs its status lists")
        case .otherForm:
            Refusal(
                "TSL-14", "other_status_form", "the server sent a status list of another form than its media type says",
                hint: "the server must name what it sends, application/statuslist+jwt or application/statuslist+cwt")
        case .tooOld(let issuedAt, let now):
            Refusal(
                "TSL-42", "status_list_too_old", "the status list is from \(issuedAt), now is \(now)",
                hint: "the issuer must sign its list anew, or give it an exp")
        case .outsideRequestedTime(let time):
            Refusal(
                "TSL-61", "outside_requested_time", "the status list does not speak about \(time)",
                hint: "ask the issuer for the list of that moment")
        }
    }
}

extension ZlibFault {
    /// The rule, the code and the words for each case.
    var refusal: Refusal {
        switch self {
        case .inputTooLarge(let bytes, let limit):
            Self.refusal(
                "compressed_too_large", "the compressed list has \(bytes) bytes, the limit is \(limit)",
                hint: "the issuer must publish shorter lists, or the limit be raised")
        case .notZlib:
            Refusal(
                "TSL-02", "not_zlib", "lst is no zlib stream",
                hint: "compress with DEFLATE in the ZLIB container; neither raw nor gzip")
        case .presetDictionary:
            Self.refusal("preset_dictionary", "lst needs a preset dictionary", hint: "compress without one")
        case .corrupt:
            Self.refusal("corrupt_deflate", "lst cannot be inflated", hint: "the list was changed on its way")
        case .truncated: Self.refusal("truncated", "lst ends too early", hint: "the list was cut on its way")
        case .outputTooLarge(let limit):
            Self.refusal(
                "inflated_too_large", "the list has more than \(limit) bytes",
                hint: "the issuer must publish shorter lists, or the limit be raised")
        case .ratioTooLarge(let limit):
            Self.refusal(
                "ratio_too_large", "the list is more than \(limit) times as large as lst",
                hint: "the stream is not what zlib writes")
        case .wrongChecksum:
            Self.refusal("wrong_checksum", "the Adler-32 of lst is wrong", hint: "the list was changed on its way")
        case .trailingBytes(let count):
            Self.refusal(
                "trailing_bytes", "\(count) bytes follow the zlib stream in lst", hint: "write the stream alone")
        case .empty: Self.refusal("empty_list", "the list has no entry", hint: "the issuer must publish a list")
        case .noMemory: Self.refusal("no_memory", "zlib has no memory", hint: "free memory and try again")
        }
    }

    private static func refusal(_ code: String, _ problem: String, hint: String) -> Refusal {
        Refusal("TSL-45", code, problem, hint: hint)
    }
}
