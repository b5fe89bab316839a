import JSON
import TestSupport

/// A post office, a bank that trusts it, and Ada, who trusts both and holds a credential of the post.
struct Town {
    let folder: TemporaryFolder
    let post: PostOffice
    let bank: Bank
    let ada: Person

    /// Sets all of them up, and lets Ada receive her credential.
    ///
    /// - Parameters:
    ///   - type: what she holds; the claims are those of the example.
    ///   - origins: the pages that may ask through the Digital Credentials API.
    ///   - policy: whom postal identities may be shown to; nil for everyone.
    init(holding type: String = "identity", origins: [String] = [], policy: JSONObject? = nil) throws {
        folder = try TemporaryFolder()
        post = try PostOffice(in: folder, policy: policy)
        bank = try Bank(in: folder, trusting: post, origins: origins)
        ada = try Person("ada", in: folder, trusting: post, bank)
        let offer = try post.offer(type: type, claims: repositoryPath("examples/claims/\(type).json"))
        let received = try ada.run("--yes", "receive", offer.link)
        guard received.code == 0 else { throw CommandProcess.Failure.notStarted(reason: received.messages) }
    }
}
