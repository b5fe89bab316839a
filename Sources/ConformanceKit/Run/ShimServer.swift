public import JSON

/// Carnet's own side of the shim protocol: a line in, a line out.
public struct ShimServer: Sendable {
    /// Nothing is needed; every request is complete.
    public init() {}

    /// Answers one request.
    public func answer(to line: [UInt8]) -> JSONValue {
        let json: JSONValue
        do { json = try JSONValue(parsing: line, limits: VectorFile.limits) } catch {
            return ShimMessage.answer(.unsupported(why: "the request is not JSON"), id: .null)
        }
        let id = json["id"] ?? .null
        guard let operation = json["operation"]?.string.flatMap(Operation.init(rawValue:)) else {
            return ShimMessage.answer(.unsupported(why: "no such operation"), id: id)
        }
        return ShimMessage.answer(operation.answer(to: json["input"]?.object ?? [:]), id: id)
    }
}
