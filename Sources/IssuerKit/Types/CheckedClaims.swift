import Bytes
import CredentialModel
public import JSON

/// Claims about one person that fit a type; only `init` makes them, and only they are issued.
///
/// Every claim is described by the type, every mandatory one is there, every value is of its kind (CLAIM-01, TRAP-29).
public struct CheckedClaims: Sendable, Hashable {
    /// The claims in the order of the type file.
    public let json: JSONObject

    /// Checks claims against a type.
    ///
    /// - Parameters:
    ///   - claims: as they came from the operator.
    ///   - rules: the claims of the type, `TypeCatalogue.claims(of:)`.
    /// - Throws: `claims` with the first fault and its place.
    public init(_ claims: JSONObject, rules: [ClaimRule]) throws(IssuerKitError) {
        json = try ClaimChecker(rules: rules).checkedObject(claims, at: [])
    }
}

private struct ClaimChecker {
    let rules: [ClaimRule]

    func checkedObject(_ object: JSONObject, at path: [ClaimPathComponent]) throws(IssuerKitError) -> JSONObject {
        let described = rules.filter {
            $0.path.components.count == path.count + 1 && $0.path.components.dropLast().elementsEqual(path)
        }
        for (name, _) in object where !described.contains(where: { $0.path.components.last == .name(name) }) {
            throw .claims(path: ClaimPath(path + [.name(name)]), .undescribed)
        }
        var checked = JSONObject()
        for rule in described {
            guard case .name(let name)? = rule.path.components.last else { continue }
            if let value = object[name] {
                checked[name] = try self.checked(value, rule.value, at: path + [.name(name)])
            } else if rule.isMandatory {
                throw .claims(path: rule.path, .missing)
            }
        }
        return checked
    }

    private func checked(
        _ value: JSONValue, _ rule: ValueRule, at path: [ClaimPathComponent]
    ) throws(IssuerKitError) -> JSONValue {
        if let fault = rule.fault(of: value) { throw .claims(path: ClaimPath(path), .value(fault)) }
        switch (rule, value) {
        case (.object, .object(let object)): return .object(try checkedObject(object, at: path))
        case (.array(_, let elements), .array(let values)):
            var checked: [JSONValue] = []
            for element in values { checked.append(try self.checked(element, elements, at: path + [.all])) }
            return .array(checked)
        default: return value
        }
    }
}
