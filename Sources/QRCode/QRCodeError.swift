public import Rules

/// Why a QR code could not be written or read.
public enum QRCodeError: RuleError {
    /// The text is longer than a QR code of that correction holds, or than the limit.
    case textTooLong(bytes: Int)
    /// The text is empty or holds a zero byte, which no link does.
    case textUnfit
    /// The picture is not a PNG file.
    case notAPicture
    /// The picture is damaged.
    case pictureDamaged
    /// The picture has more pixels than the limit.
    case tooManyPixels(width: Int, height: Int, limit: Int)
    /// No QR code was found in the picture.
    case nothingFound
    /// The code holds bytes that are not UTF-8.
    case notText
    /// The library that reads pictures is not installed.
    case readerMissing
    /// A library gave no memory.
    case noMemory

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .textTooLong(let bytes):
            Refusal(
                "SEC-03", "qr_text_too_long", "the text of the QR code has \(bytes) bytes",
                hint: "show a link to the text instead of the text itself")
        case .textUnfit:
            Refusal(
                "QR-01", "qr_text_unfit", "the text for the QR code is empty or holds a zero byte",
                hint: "give a link or a line of text")
        case .notAPicture:
            Refusal(
                "QR-02", "not_a_png", "the picture is not a PNG file", hint: "save the picture as PNG and try again")
        case .pictureDamaged:
            Refusal("QR-02", "png_damaged", "the PNG file is damaged", hint: "save the picture again")
        case .tooManyPixels(let width, let height, let limit):
            Refusal(
                "SEC-03", "too_many_pixels", "the picture has \(width) × \(height) pixels, the limit is \(limit)",
                hint: "cut the picture to the QR code")
        case .nothingFound:
            Refusal(
                "QR-02", "no_qr_code", "no QR code was found in the picture",
                hint: "take the picture again: straight, sharp, with the white margin around the code")
        case .notText:
            Refusal(
                "QR-02", "qr_not_text", "the QR code holds bytes that are not UTF-8",
                hint: "this is no code of an issuer or a verifier")
        case .readerMissing:
            Refusal(
                "QR-02", "qr_reader_missing", "the library libzbar that reads pictures is not installed",
                hint: "install the Debian package libzbar0, or give the link as text")
        case .noMemory:
            Refusal(
                "QR-01", "no_memory", "a library gave no memory for the picture",
                hint: "end other programs and try again")
        }
    }
}
