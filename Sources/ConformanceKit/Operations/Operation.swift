public import JSON

/// What can be done with the input of a vector: a small closed set, each over the modules that do it for users too.
public enum Operation: String, Sendable, CaseIterable {
    /// Reads a JSON text.
    case jsonParse = "json.parse"
    /// Reads a CBOR item.
    case cborRead = "cbor.read"
    /// Verifies a compact JWS.
    case jwsVerify = "jws.verify"
    /// Decrypts a compact JWE.
    case jweDecrypt = "jwe.decrypt"
    /// Verifies an SD-JWT and gives its processed payload.
    case sdJWTVerify = "sdjwt.verify"
    /// Verifies an SD-JWT in JSON form.
    case sdJWTJSONVerify = "sdjwt.json.verify"
    /// Verifies an SD-JWT with its key binding and gives its processed payload.
    case keyBindingVerify = "keybinding.verify"
    /// Issues an SD-JWT; the output says what a verifier sees of it.
    case sdJWTIssue = "sdjwt.issue"
    /// Verifies an SD-JWT VC against trust entries.
    case sdJWTVCVerify = "sdjwtvc.verify"
    /// Reads one document about a type.
    case typeMetadataRead = "typemetadata.read"
    /// Puts a type together from its documents.
    case typeMetadataResolve = "typemetadata.resolve"
    /// Checks claims against a type.
    case typeMetadataCheck = "typemetadata.check"
    /// Reads one entry of a status list.
    case statusListRead = "statuslist.read"
    /// Reads a signed list of trusted entities.
    case trustListRead = "trust.list"
    /// Matches a query with credentials, for a wallet or for a verifier.
    case dcqlMatch = "dcql.match"
    /// Reads an authorization request and authenticates its sender.
    case openID4VPRequest = "openid4vp.request"
    /// Verifies an authorization response.
    case openID4VPResponse = "openid4vp.response"
    /// Reads a credential offer.
    case openID4VCIOffer = "openid4vci.offer"
    /// Reads the metadata of a credential issuer.
    case openID4VCIMetadata = "openid4vci.metadata"
    /// Reads the metadata of an authorization server.
    case openID4VCIServer = "openid4vci.server"
    /// Reads a token response.
    case openID4VCIToken = "openid4vci.token"
    /// Verifies the proofs of a credential request.
    case openID4VCIProofs = "openid4vci.proofs"
    /// Reads a credential response.
    case openID4VCIResponse = "openid4vci.response"
    /// Finds the addresses of an issuer's metadata.
    case openID4VCIWellKnown = "openid4vci.wellknown"

    /// Carnet's own answer.
    public func answer(to input: JSONObject) -> VectorAnswer {
        let input = VectorInput(input)
        return VectorAnswer.of {
            switch self {
            case .jsonParse: try Self.parseJSON(input)
            case .cborRead: try Self.readCBOR(input)
            case .jwsVerify: try Self.verifyJWS(input)
            case .jweDecrypt: try Self.decryptJWE(input)
            case .sdJWTVerify, .keyBindingVerify: try Self.verifySDJWT(input)
            case .sdJWTJSONVerify: try Self.verifyJSONForm(input)
            case .sdJWTIssue: try Self.issueSDJWT(input)
            case .sdJWTVCVerify: try Self.verifySDJWTVC(input)
            case .typeMetadataRead: try Self.readTypeMetadata(input)
            case .typeMetadataResolve: try Self.resolveTypeMetadata(input)
            case .typeMetadataCheck: try Self.checkTypeMetadata(input)
            case .statusListRead: try Self.readStatusList(input)
            case .trustListRead: try Self.readTrustList(input)
            case .dcqlMatch: try Self.matchDCQL(input)
            case .openID4VPRequest: try Self.readRequest(input)
            case .openID4VPResponse: try Self.verifyResponse(input)
            case .openID4VCIOffer: try Self.readOffer(input)
            case .openID4VCIMetadata: try Self.readIssuerMetadata(input)
            case .openID4VCIServer: try Self.readServerMetadata(input)
            case .openID4VCIToken: try Self.readTokenResponse(input)
            case .openID4VCIProofs: try Self.verifyProofs(input)
            case .openID4VCIResponse: try Self.readCredentialResponse(input)
            case .openID4VCIWellKnown: try Self.findMetadata(input)
            }
        }
    }
}
