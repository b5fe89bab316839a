import Rules

/// What is wrong with a form or a query; places are octets counted from 0.
public enum FormFault: Sendable, Equatable {
    /// A percent sign without two hexadecimal digits stands there.
    case brokenPercentEncoding(offset: Int)
    /// An octet outside 0x21…0x7E stands there unencoded.
    case rawOctet(offset: Int)
    /// The name or value that begins there holds NUL.
    case nul(offset: Int)
    /// The name or value that begins there is no UTF-8.
    case notUTF8(offset: Int)
    /// There are more fields than allowed.
    case tooManyFields(limit: Int)
    /// A field that may occur once occurs twice.
    case repeatedField(name: String)
    /// The field with this number, counted from 1, repeats an earlier one.
    case repeatedFieldNumber(Int)

    var refusal: Refusal {
        switch self {
        case .brokenPercentEncoding(let offset):
            Refusal(
                "RSP-08", "form_percent_encoding",
                "the percent sign at byte \(offset) has no two hexadecimal digits behind it",
                hint: "encode the percent sign as %25")
        case .rawOctet(let offset):
            Refusal(
                "RSP-08", "form_raw_octet", "byte \(offset) of the form must be percent-encoded",
                hint: "encode spaces, control characters and everything outside ASCII")
        case .nul(let offset):
            Refusal(
                "RSP-08", "form_nul", "the text that begins at byte \(offset) holds NUL", hint: "send text without NUL")
        case .notUTF8(let offset):
            Refusal(
                "RSP-08", "form_not_utf8", "the text that begins at byte \(offset) is no UTF-8",
                hint: "encode text in UTF-8")
        case .tooManyFields(let limit):
            Refusal("RSP-08", "form_too_many_fields", "there are more than \(limit) fields", hint: "send fewer fields")
        case .repeatedField(let name):
            Refusal("HTTP-04", "form_repeated_field", "\(name) occurs twice", hint: "send each parameter once")
        case .repeatedFieldNumber(let number):
            Refusal(
                "HTTP-04", "form_repeated_field", "field number \(number) repeats an earlier one",
                hint: "send each parameter once")
        }
    }
}
