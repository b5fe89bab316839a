import Certificates
import Files
public import Rules
import SQLite

extension IssuerFolder {
    /// Looks at the settings and all that belongs to them, and changes nothing: the service may run.
    ///
    /// - Returns: what was looked at, and the settings when they could be read.
    public func examined(at time: UnixTime) -> (log: StepLog, settings: IssuerSettings?) {
        var log = StepLog(subject: "configuration")
        let settings = try? log.check("DEC-01", "members and their values", on: settingsPath) {
            () throws(IssuerKitError) in try self.settings()
        }
        log.privacy(of: settingsPath)
        log.subject = "keys"
        for name in [Name.credentials, Name.status] { log.privacy(of: "\(path)/\(name).jwk") }
        let keys = try? log.check("SEC-15", "keys and their certificates") { () throws(IssuerKitError) in
            try self.keys()
        }
        for (name, key) in [(Name.credentials, keys?.credentials), (Name.status, keys?.status)] {
            guard let leaf = key?.chain.first else { continue }
            guard leaf.notBefore <= time, time < leaf.notAfter else {
                log.failed(
                    "dates of the certificate", on: "\(path)/\(name).pem",
                    Refusal(
                        "SEC-15", "certificate_not_in_date",
                        "the certificate is valid from \(leaf.notBefore) to \(leaf.notAfter)",
                        hint: "let your authority issue another one for the same key"))
                continue
            }
            log.passed("SEC-15", "dates of the certificate", on: "\(name).pem until \(leaf.notAfter)")
        }
        log.subject = "types"
        _ = try? log.check("DEC-01", "types can be read", on: typesPath) { () throws(IssuerKitError) in
            try catalogue()
        }
        log.subject = "database"
        log.privacy(of: databasePath)
        if let settings {
            _ = try? log.check("SEC-34", "opened and of this program", on: databasePath) { () throws(IssuerKitError) in
                try store(settings, .readOnly)
            }
        } else {
            log.skipped("SEC-34", "opened and of this program", why: "the settings cannot be read")
        }
        return (log, settings)
    }
}
