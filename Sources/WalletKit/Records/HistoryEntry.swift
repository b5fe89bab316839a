public import JSON
public import Rules

/// One line of the wallet's history: what happened, with whom, and which claims were revealed; never their values.
public struct HistoryEntry: Sendable, Hashable {
    /// What happened.
    public enum Event: String, Sendable, Hashable {
        /// Credentials were received and stored.
        case received
        /// A credential was added from a file.
        case added
        /// Presentations were sent and taken.
        case presented
        /// Presentations were written into a file, to be sent on another way.
        case handedOver = "handed_over"
        /// The person declined, or nothing matched; the verifier cannot tell the two apart, the person can.
        case declined
        /// Something was refused or failed.
        case refused
        /// A credential was deleted.
        case deleted
    }

    /// Its number; the newest has the highest. 0 before it is stored.
    public var number: Int
    /// When it happened.
    public let time: UnixTime
    /// What happened.
    public let event: Event
    /// The other side: a verifier's or issuer's name, as far as it was known.
    public let party: String
    /// What was revealed or stored, as claim paths by credential type; before them the transactions that were confirmed.
    public let details: [String]
    /// Why it was refused.
    public let refusal: Refusal?

    /// Writes a line.
    public init(time: UnixTime, event: Event, party: String, details: [String] = [], refusal: Refusal? = nil) {
        (number, self.time, self.event, self.party) = (0, time, event, party)
        (self.details, self.refusal) = (details, refusal)
    }

    /// The entry as JSON, for the vault and for `--json`.
    public var json: JSONValue {
        var object: JSONObject = ["version": 1]
        if number > 0 { object["number"] = .integer(Int64(number)) }
        object["time"] = .string(time.description)
        object["event"] = .string(event.rawValue)
        object["party"] = .string(party)
        object["details"] = .array(details.map(JSONValue.string))
        object["refusal"] = refusal?.json
        return .object(object)
    }

    init(record: [UInt8], number: Int) throws(WalletKitError) {
        guard let json = try? JSONValue(parsing: record, limits: .own), json["version"] == 1,
            let time = json["time"]?.string.flatMap({ UnixTime(rfc3339: $0) }),
            let event = json["event"]?.string.flatMap(Event.init(rawValue:)), let party = json["party"]?.string
        else { throw .unreadableRecord(category: Category.history) }
        self.init(
            time: time, event: event, party: party, details: json["details"]?.array?.compactMap(\.string) ?? [],
            refusal: json["refusal"].flatMap { refusal in
                guard let rule = refusal["rule"]?.string, let code = refusal["code"]?.string,
                    let detail = refusal["detail"]?.string, let hint = refusal["hint"]?.string
                else { return nil }
                return Refusal(RuleID(rule), code, detail, hint: hint)
            })
        self.number = number
    }
}
