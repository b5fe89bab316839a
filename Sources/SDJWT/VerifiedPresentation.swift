/// A presentation that passed everything that its verifier asked for.
public struct VerifiedPresentation: Sendable {
    /// The credential.
    public let credential: VerifiedSDJWT
    /// The key binding; nil when none was required and none came.
    public let keyBinding: KeyBindingJWT?

    init(credential: VerifiedSDJWT, keyBinding: KeyBindingJWT?) {
        (self.credential, self.keyBinding) = (credential, keyBinding)
    }
}
