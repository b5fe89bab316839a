import Certificates
import Files
import HTTP
import OpenID4VP
public import Rules
import SQLite
import Trust

extension VerifierFolder {
    /// Looks at the configuration and all that it points to, and changes nothing: the service may run.
    ///
    /// - Returns: what was looked at, and the configuration when it could be read.
    public func examined(at time: UnixTime) -> (log: StepLog, configuration: VerifierConfiguration?) {
        var log = StepLog(subject: "configuration")
        let configuration = try? log.check("ASVS-13", "members and their values", on: configurationPath) {
            () throws(VerifierKitError) in try self.configuration()
        }
        log.privacy(of: configurationPath)
        log.subject = "keys"
        for name in ["signing.jwk", "api.secret"] { log.privacy(of: "\(path)/\(name)") }
        _ = try? log.check("SEC-30", "secret of the API keys", on: "\(path)/api.secret") {
            () throws(VerifierKitError) in try apiSecret()
        }
        examineSigner(configuration, &log, at: time)
        log.subject = "database"
        log.privacy(of: databasePath)
        _ = try? log.check("SEC-34", "opened and of this program", on: databasePath) { () throws(VerifierKitError) in
            try openStore(.readOnly).keys().count
        }
        examineTrust(&log)
        return (log, configuration)
    }

    private func examineSigner(_ configuration: VerifierConfiguration?, _ log: inout StepLog, at time: UnixTime) {
        guard let configuration else {
            return log.skipped("CID-06", "key and certificate of requests", why: "the configuration cannot be read")
        }
        _ = try? log.check("CID-06", "key and certificate of requests", on: "\(path)/chain.pem") {
            () throws(VerifierKitError) in
            let signer = try self.signer(for: configuration)
            guard let leaf = signer.chain.first, leaf.notBefore <= time, time < leaf.notAfter else {
                throw .badFile(path: "\(path)/chain.pem", problem: "holds no certificate that is valid now")
            }
            guard configuration.prefix != .x509SanDNS || leaf.hasDNSName(configuration.publicURL.host) else {
                throw .badFile(
                    path: "\(path)/chain.pem",
                    problem: "is not for \(configuration.publicURL.host), which x509_san_dns needs")
            }
        }
    }

    private func examineTrust(_ log: inout StepLog) {
        log.subject = "trust"
        let store = try? log.check("TRU-01", "anchors can be read", on: trustPath) { () throws(TrustError) in
            try TrustFolder(path: trustPath).store()
        }
        guard store?.entries.isEmpty == true else { return }
        let why = Files.isFolder(trustPath) ? "nobody is trusted yet" : "there is no folder \(trustPath)"
        log.skipped("TRU-01", "anchors", why: "\(why): no credential will be accepted")
    }
}
