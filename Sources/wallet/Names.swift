import CredentialModel
import OpenID4VCI
import Terminal
import WalletKit

/// What things are called, in the person's language.
struct Names {
    /// A BCP 47 tag; nil for none in particular.
    let language: String?

    init(_ call: Invocation) { language = call[WalletOptions.language] ?? call.language }

    /// The name of a credential, or its type where the issuer gave no name.
    func name(of credential: HeldCredential) -> String { name(in: credential.labels) ?? credential.type }

    /// The name that labels give to a credential.
    func name(in labels: CredentialLabels) -> String? { labels.name(in: language) }

    /// Of texts in several languages the one for this person.
    func preferred(_ texts: [(language: String, text: String)]) -> String? {
        texts.map { LocalizedDisplay(name: "", locale: $0.language, text: $0.text) }.best(for: language ?? "")?
            .text?.description
    }

    /// The name of a claim, or its path where the issuer gave no name.
    func name(of path: ClaimPath, in labels: CredentialLabels) -> String {
        labels.name(of: path, in: language) ?? path.description
    }

    /// The name of a claim with its path beside it: for consent, where a name chosen by the issuer must not stand alone.
    func consentName(of path: ClaimPath, in labels: CredentialLabels?) -> Text {
        guard let name = labels?.name(of: path, in: language) else { return Text(path.description, .strong) }
        return Text(name, .strong) + Text(" [\(path.description)]", .faint)
    }
}
