import Bytes
public import CredentialModel
import JSON

extension ResolvedTypeMetadata {
    /// Fills a picture with the claims of a credential.
    ///
    /// A claim that the type describes and the credential does not have leaves its place empty.
    ///
    /// - Throws: `template` with `unknownPlaceholder`, `pathMismatch`. Source: SD-JWT VC §8.1.2 (VC-62).
    public func picture(_ template: SVGTemplate, with claims: ClaimTree) throws(TypeMetadataError) -> [UInt8] {
        var values: [String: String] = [:]
        var steps = 1_000_000
        for name in template.names where values[name] == nil {
            guard let claim = self.claims.first(where: { $0.templateName.map { haveSameBytes($0, name) } ?? false })
            else {
                throw .template(.unknownPlaceholder(name))
            }
            let selections = try selections(of: claim, in: claims, steps: &steps)
            values[name] = selections.map { $0.value.string ?? $0.value.text }.joined(separator: ", ")
        }
        return template.filled { values[$0] ?? "" }
    }
}
