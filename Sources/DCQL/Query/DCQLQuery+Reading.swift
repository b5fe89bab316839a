import Bytes
import CredentialModel
public import JSON
import Rules

extension DCQLQuery {
    /// Reads a query that came from outside.
    ///
    /// - Parameters:
    ///   - json: the member `dcql_query`, unchecked.
    ///   - reader: who reads it.
    ///   - limits: how large it may be.
    /// - Throws: `DCQLError`, each case with its place. A malformed query is refused as a whole (DCQL-09).
    public init(
        json: JSONValue, reader: Reader = .wallet, limits: DCQLLimits = .default
    ) throws(DCQLError) {
        let top = try QueryReader(json, place: "query", rule: "DCQL-01")
        var credentials: [CredentialQuery] = []
        var positions: [String: Int] = [:]
        for (index, element) in try top.elements("credentials", limit: limits.credentials).enumerated() {
            let place = "credentials[\(index)]"
            let credential = try CredentialQuery(element, place: place, reader: reader, limits: limits)
            guard positions.updateValue(index, forKey: credential.id) == nil else {
                throw .duplicateIdentifier(place: "\(place).id", rule: "DCQL-02")
            }
            credentials.append(credential)
        }
        var sets: [CredentialSetQuery]?
        if let elements = try top.elementsIfPresent("credential_sets", limit: limits.sets) {
            var read: [CredentialSetQuery] = []
            for (index, element) in elements.enumerated() {
                let set = try QueryReader(element, place: "credential_sets[\(index)]", rule: "DCQL-06")
                let options = try set.identifierSets(
                    "options", limit: limits.options, innerLimit: limits.credentials, known: positions)
                guard let options else { throw .missing(place: set.place(of: "options"), rule: set.rule) }
                read.append(
                    CredentialSetQuery(options: options, isRequired: try set.bool("required", default: true)))
            }
            sets = read
        }
        self.init(credentials: credentials, credentialSets: sets)
    }

    /// Reads a query from its text, such as a file or a saved template.
    ///
    /// - Throws: as the variant for values, and `json`.
    public init(
        parsing text: [UInt8], reader: Reader = .wallet, limits: DCQLLimits = .default
    ) throws(DCQLError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            throw .json(error)
        }
        try self.init(json: json, reader: reader, limits: limits)
    }
}

extension CredentialQuery {
    init(_ json: JSONValue, place: String, reader: DCQLQuery.Reader, limits: DCQLLimits) throws(DCQLError) {
        let members = try QueryReader(json, place: place, rule: "DCQL-02")
        id = try members.identifier("id")
        format = CredentialFormat(rawValue: try members.string("format"))
        meta = try CredentialMeta(
            try members.value("meta"), format: format, place: members.place(of: "meta"), limits: limits)
        allowsMultiple = try members.bool("multiple", default: false)
        requiresHolderBinding = try members.bool("require_cryptographic_holder_binding", default: true)
        trustedAuthorities = try TrustedAuthority.read(from: members, limits: limits)
        claims = try ClaimsQuery.read(from: members, format: format, reader: reader, limits: limits)

        guard let claims else {
            guard !members.object.contains("claim_sets") else {
                throw .claimSetsWithoutClaims(place: members.place(of: "claim_sets"))
            }
            claimSets = nil
            return
        }
        var positions: [String: Int] = [:]
        for (index, claim) in claims.enumerated() {
            if let id = claim.id { positions[id] = index }
        }
        let sets = try QueryReader(json, place: place, rule: "DCQL-05").identifierSets(
            "claim_sets", limit: limits.sets, innerLimit: limits.claims, known: positions)
        if sets != nil, let index = claims.firstIndex(where: { $0.id == nil }) {
            throw .claimWithoutIdentifier(place: members.place(of: "claims[\(index)].id"))
        }
        claimSets = sets
    }
}

extension CredentialMeta {
    init(_ value: JSONValue, format: CredentialFormat, place: String, limits: DCQLLimits) throws(DCQLError) {
        let meta = try QueryReader(value, place: place, rule: "DCQL-02")
        json = meta.object
        switch format {
        case .sdJWTVC:
            accepted = .types(try meta.strings("vct_values", limit: limits.values, rule: "DCQL-03"))
        case .mdoc:
            accepted = .doctype(try meta.string("doctype_value", rule: "DCQL-03"))
        case .jwtVCJSON, .ldpVC:
            var sets: [[String]] = []
            let elements = try meta.elements("type_values", limit: limits.values, rule: "DCQL-03")
            for (index, element) in elements.enumerated() {
                let wrapped: JSONValue = ["type_values[\(index)]": element]
                let reader = try QueryReader(wrapped, place: place, rule: "DCQL-03")
                sets.append(try reader.strings("type_values[\(index)]", limit: limits.values))
            }
            accepted = .typeValues(sets)
        default: accepted = .unknown
        }
    }
}

extension TrustedAuthority {
    static func read(from query: QueryReader, limits: DCQLLimits) throws(DCQLError) -> [TrustedAuthority]? {
        let elements = try query.elementsIfPresent("trusted_authorities", limit: limits.values, rule: "DCQL-07")
        guard let elements else { return nil }
        var authorities: [TrustedAuthority] = []
        for (index, element) in elements.enumerated() {
            let place = query.place(of: "trusted_authorities[\(index)]")
            let members = try QueryReader(element, place: place, rule: "DCQL-07")
            let kind = Kind(rawValue: try members.string("type"))
            let values = try members.strings("values", limit: limits.values)
            var identifiers: [[UInt8]] = []
            if kind == .authorityKeyIdentifier {
                for (position, value) in values.enumerated() {
                    guard let bytes = try? Base64URL.decode(value), !bytes.isEmpty else {
                        throw .badKeyIdentifier(place: "\(place).values[\(position)]")
                    }
                    identifiers.append(bytes)
                }
            }
            authorities.append(TrustedAuthority(kind: kind, values: values, keyIdentifiers: identifiers))
        }
        return authorities
    }
}
