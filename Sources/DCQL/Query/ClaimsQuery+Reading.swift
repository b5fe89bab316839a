import CredentialModel
import JSON
import Rules

extension ClaimsQuery {
    static func read(
        from query: QueryReader, format: CredentialFormat, reader: DCQLQuery.Reader, limits: DCQLLimits
    ) throws(DCQLError) -> [ClaimsQuery]? {
        let elements = try query.elementsIfPresent("claims", limit: limits.claims, rule: "DCQL-04")
        guard let elements else { return nil }
        var claims: [ClaimsQuery] = []
        var (ids, paths): (Set<String>, Set<ClaimPath>) = ([], [])
        for (index, element) in elements.enumerated() {
            let place = query.place(of: "claims[\(index)]")
            let claim = try ClaimsQuery(element, place: place, format: format, limits: limits)
            if let id = claim.id, !ids.insert(id).inserted {
                throw .duplicateIdentifier(place: "\(place).id", rule: "DCQL-04")
            }
            if !paths.insert(claim.path).inserted, reader == .verifier {
                throw .duplicatePath(place: "\(place).path")
            }
            claims.append(claim)
        }
        return claims
    }

    private init(
        _ json: JSONValue, place: String, format: CredentialFormat, limits: DCQLLimits
    ) throws(DCQLError) {
        let members = try QueryReader(json, place: place, rule: "DCQL-04")
        id = members.object.contains("id") ? try members.identifier("id") : nil
        let path = try members.value("path")
        do throws(CredentialModelError) {
            self.path = try ClaimPath(json: path, limit: limits.pathComponents)
        } catch {
            throw .path(error, place: members.place(of: "path"))
        }
        values = try Self.values(in: members, limits: limits)
        let hasIntent = format == .mdoc && members.object.contains("intent_to_retain")
        intentToRetain = hasIntent ? try members.bool("intent_to_retain", default: false) : nil
    }

    private static func values(in members: QueryReader, limits: DCQLLimits) throws(DCQLError) -> [JSONValue]? {
        guard let values = try members.elementsIfPresent("values", limit: limits.values) else { return nil }
        for (index, value) in values.enumerated() {
            switch value {
            case .string, .bool: break
            case .number(let number):
                // Beyond 2^53 - 1 readers disagree about which integer is meant.
                guard let integer = number.integer, integer.magnitude < 1 << 53 else {
                    throw .inexactValue(place: members.place(of: "values[\(index)]"))
                }
            case .null, .array, .object:
                throw .badValue(place: members.place(of: "values[\(index)]"), found: value.kind)
            }
        }
        return values
    }
}
