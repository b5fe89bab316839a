public import CredentialModel
public import JSON
import Rules

/// What an offer says about the code that the person has received on another way.
///
/// The object's presence alone, even empty, means that a code is required. Source: OpenID4VCI 1.0 §4.1.1 (OFFER-10, OFFER-11).
public struct TransactionCodeInput: Sendable, Hashable {
    /// Which characters the code is made of.
    public enum Mode: String, Sendable, Hashable {
        /// Digits only.
        case numeric
        /// Any characters; also what an unknown mode is read as.
        case text
    }

    /// Which keyboard fits.
    public let mode: Mode
    /// How many characters the code has, when the offer says so sensibly; a code of another length is worth a warning only.
    public let length: Int?
    /// Where the person finds the code, cleaned and cut to 300 characters.
    public let prompt: DisplayText?

    /// Describes a code, on the issuer's side.
    public init(mode: Mode = .numeric, length: Int? = nil, prompt: String? = nil) {
        self.mode = mode
        self.length = length.flatMap { Self.lengths.contains($0) ? $0 : nil }
        self.prompt = prompt.map { DisplayText($0, limit: Self.promptLimit) }
    }

    /// Reads the member `tx_code`.
    ///
    /// - Throws: `member` when a member has another type than the standard says.
    public init(_ object: JSONObject) throws(OpenID4VCIError) {
        let reader = DocumentReader(.offer, object, rule: "OFFER-10", at: "tx_code")
        let mode = try reader.stringIfPresent(Member.mode.rawValue)
        let length = try reader.integerIfPresent(Member.length.rawValue)
        self.init(
            mode: mode == nil || mode == Mode.numeric.rawValue ? .numeric : .text,
            length: length.flatMap { Int(exactly: $0) },
            prompt: try reader.stringIfPresent(Member.description.rawValue))
    }

    /// The object as it stands in an offer.
    public var json: JSONValue {
        var object = JSONObject()
        object[Member.mode.rawValue] = .string(mode.rawValue)
        if let length { object[Member.length.rawValue] = .number(JSONNumber(Int64(length))) }
        if let prompt { object[Member.description.rawValue] = .string(prompt.description) }
        return .object(object)
    }

    private enum Member: String { case mode = "input_mode", length, description }
    private static let lengths = 1...64
    private static let promptLimit = 300
}
