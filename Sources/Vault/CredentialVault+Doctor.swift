internal import Cryptography
public import Rules
internal import SQLite

extension CredentialVault {
    /// Proves the file sound, step by step, or says what is wrong with it: every page, every slot, every record.
    ///
    /// Nothing is changed. The log goes on after a failed step, so that one run shows all there is.
    ///
    /// - Throws: `locked`, `keyChanged`, `sqlite(busy)`; damage is a failed step, not an error.
    public func doctor() throws(VaultError) -> StepLog {
        let keys = try keys()
        var log = StepLog(subject: "vault")
        examineRights(&log)
        examinePages(&log)
        do throws(VaultError) {
            try database.read { (connection) throws(VaultError) in
                let reader = try RecordReader(connection, keys)
                try examineSlots(connection, &log)
                try examineManifest(reader, &log)
                try examineRecords(reader, &log)
            }
        } catch .sqlite(.busy(let file)) {
            throw .sqlite(.busy(file: file))
        } catch .keyChanged(let file) {
            throw .keyChanged(file: file)
        } catch {
            log.failed("tables", error.refusal)
        }
        examineEpoch(&log)
        if keys.areLocked {
            log.passed("SEC-35", "keys are kept out of swap")
        } else {
            log.skipped(
                "SEC-35", "keys are kept out of swap",
                why: "the system has no locked memory left; raise the limit (ulimit -l), or encrypt the swap")
        }
        return log
    }

    private func examineRights(_ log: inout StepLog) {
        let files = [file, file + "-wal", file + "-shm"] + (configuration.epochs.map { [$0.path] } ?? [])
        for file in files {
            switch try? PrivateFile.kind(of: file) {
            case .file(let mode, _) where mode & 0o077 != 0:
                log.failed("rights of the file", on: file, VaultFinding.rights(file, mode: mode))
            case .file(let mode, _):
                log.passed("SEC-34", "rights of the file", on: "\(file) \(String(mode, radix: 8))")
            default: break
            }
        }
        do throws(SQLiteError) {
            try PrivateFile.requirePrivateFolder(of: file)
            log.passed("SEC-34", "rights of the folder")
        } catch { log.failed("rights of the folder", error.refusal) }
    }

    private func examinePages(_ log: inout StepLog) {
        do throws(SQLiteError) {
            let lines = try database.integrityFindings()
            for line in lines { log.failed("pages of the database", VaultFinding.database(line)) }
            if lines.isEmpty { log.passed("SEC-33", "pages of the database") }
        } catch { log.failed("pages of the database", error.refusal) }
    }

    private func examineSlots(_ connection: Connection, _ log: inout StepLog) throws(VaultError) {
        let header = try VaultHeader(connection)
        for slot in header.slots {
            let cost = "\(slot.derivation.cost.memoryBytes >> 20) MiB, \(slot.derivation.cost.passes) passes"
            log.passed("SEC-33", "slot \(slot.id)", on: "\(slot.kind.words), Argon2id \(cost)")
        }
        if header.slots.count < header.slotRows {
            log.failed("slots", VaultFinding.unreadableRow("slot"))
        }
    }

    private func examineManifest(_ reader: RecordReader, _ log: inout StepLog) throws(VaultError) {
        let check = try CompletenessCheck(reader)
        for finding in check.findings { log.failed("completeness", finding) }
        if check.findings.isEmpty, let manifest = check.manifest {
            log.passed(
                "SEC-33", "completeness", on: "epoch \(manifest.epoch), \(manifest.recordCount) records, all there")
        }
    }

    private func examineRecords(_ reader: RecordReader, _ log: inout StepLog) throws(VaultError) {
        let ids = try VaultError.wrapping { () throws(SQLiteError) in
            try reader.connection.rows("SELECT id FROM record") { (row) throws(SQLiteError) in
                RecordID(row: try row.integer(0))
            }
        }
        var sound = 0
        for id in ids {
            do throws(VaultError) {
                let row = try reader.row(id)
                _ = try reader.summary(of: row)
                _ = try reader.anyValue(of: row).count
                sound += 1
            } catch {
                log.failed("record \(id)", error.refusal)
            }
        }
        if sound == ids.count { log.passed("SEC-33", "every record opens", on: "\(sound)") }
    }

    private func examineEpoch(_ log: inout StepLog) {
        guard let epochs = configuration.epochs else {
            log.skipped("SEC-33", "epoch", why: "no file of epochs is used, so an older copy would not be noticed")
            return
        }
        do throws(VaultError) {
            let highest = try epochs.highestEpoch(of: id)
            let (epoch, findings) = withState { ($0.epoch, $0.changesOutside) }
            if let finding = findings.first(where: { $0.code == VaultFinding.olderThanSeenCode }) {
                log.failed("epoch", finding)
            } else {
                log.passed("SEC-33", "epoch", on: "\(max(epoch, highest ?? 0))")
            }
        } catch { log.failed("epoch", error.refusal) }
    }
}
