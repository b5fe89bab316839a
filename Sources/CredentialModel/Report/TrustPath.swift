public import JSON

/// What makes the issuer of a credential trusted.
public struct TrustPath: Sendable, Hashable {
    /// The name of the trust anchor, or of the entry in the trust configuration, that decided.
    public let anchor: String
    /// The subjects of the certificates from the signer up to the anchor, or the URL of the metadata that was used.
    public let path: [String]
    /// How old the list or metadata was on which the decision rests; nil when it rests on configuration alone.
    public let ageSeconds: Int64?

    /// Puts the parts together.
    public init(anchor: String, path: [String], ageSeconds: Int64? = nil) {
        (self.anchor, self.path, self.ageSeconds) = (anchor, path, ageSeconds)
    }

    /// `{"anchor": …, "path": […], "age_seconds": …}`.
    public var json: JSONValue {
        var object: JSONObject = ["anchor": .string(anchor), "path": .array(path.map(JSONValue.string))]
        object["age_seconds"] = ageSeconds.map(JSONValue.integer)
        return .object(object)
    }
}
