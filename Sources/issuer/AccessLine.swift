import HTTPServer
import JSON
import Rules

/// Lines of the service's log; only typed members can get in (SEC-32).
enum AccessLine {
    static func json(of entry: AccessLogEntry) -> JSONValue {
        var members: JSONObject = ["method": .string(entry.method)]
        members["route"] = entry.route.map(JSONValue.string)
        members["status"] = .integer(Int64(entry.status))
        members["microseconds"] = .integer(Int64(entry.microseconds))
        members["request"] = .string(entry.requestID)
        members["client"] = entry.client.map(JSONValue.string)
        return json(event: "request", members)
    }

    static func json(event: String, _ members: JSONObject) -> JSONValue {
        var object: JSONObject = ["time": .string(Clock.system.now.description), "event": .string(event)]
        for (name, value) in members { object[name] = value }
        return .object(object)
    }
}
