public import JSON
import Rules

/// What an issuer asks of one kind of key proof.
///
/// Source: OpenID4VCI 1.0 §12.2.4, appendix F (META table, PROOF-01).
public struct ProofTypeSupport: Sendable, Hashable {
    /// The signature algorithms that are taken, by their JOSE names.
    public let signingAlgorithms: [String]
    /// Whether the issuer wants a key attestation beside the proof, which this version cannot give.
    public let requiresKeyAttestation: Bool

    /// Describes a proof type, on the issuer's side.
    public init(signingAlgorithms: [String], requiresKeyAttestation: Bool = false) {
        (self.signingAlgorithms, self.requiresKeyAttestation) = (signingAlgorithms, requiresKeyAttestation)
    }

    init(_ object: JSONObject, at place: String) throws(OpenID4VCIError) {
        let reader = DocumentReader(.issuerMetadata, object, rule: "META-08", at: place)
        signingAlgorithms = try reader.strings(Member.algorithms.rawValue)
        requiresKeyAttestation = try reader.objectIfPresent(Member.attestations.rawValue) != nil
    }

    /// The object as it stands in metadata.
    public var json: JSONValue {
        [Member.algorithms.rawValue: .array(signingAlgorithms.map(JSONValue.string))]
    }

    private enum Member: String {
        case algorithms = "proof_signing_alg_values_supported"
        case attestations = "key_attestations_required"
    }
}
