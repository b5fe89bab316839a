import Bytes
import Cryptography
import JOSE
import JSON
import SDJWT

/// Finds for each received copy the key it says it is bound to: by the key inside, never by position (CRED-21).
struct CredentialMatching {
    let configuration: CredentialConfiguration
    let keys: [any SigningKey]

    func matched(_ credentials: [String]) throws(OpenID4VCIError) -> [ReceivedCredential] {
        let thumbprints = keys.map { JWK(publicKey: $0.publicKey).thumbprint() }
        var taken: Set<Int> = []
        var received: [ReceivedCredential] = []
        for (position, text) in credentials.enumerated() {
            func refused(_ fault: ReceivedFault) -> OpenID4VCIError { .received(fault, position: position) }
            guard let credential = try? CompactSDJWT(parsing: text), !credential.hasKeyBinding,
                let payload = try? credential.issuerJWT.uncheckedPayload()
            else { throw refused(.form) }
            guard let vct = payload["vct"]?.string, haveSameBytes(vct, configuration.vct) else { throw refused(.type) }
            var keyIndex: Int?
            if configuration.keyBinding != nil {
                guard let json = payload["cnf"]?["jwk"], let key = try? JWK(json) else { throw refused(.unbound) }
                guard let index = thumbprints.firstIndex(of: key.thumbprint()) else { throw refused(.foreignKey) }
                guard taken.insert(index).inserted else { throw refused(.repeatedKey) }
                keyIndex = index
            }
            received.append(ReceivedCredential(text: text, configuration: configuration, keyIndex: keyIndex))
        }
        return received
    }
}
