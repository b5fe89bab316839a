internal import Rules

extension VaultError {
    /// Words for what goes wrong with the whole file.
    var openingRefusal: Refusal {
        switch self {
        case .wrongSecret(let kind):
            Refusal(
                "SEC-33", "wrong_secret", "the \(kind.words) does not open this vault",
                hint: "try again; if you are sure of it, the file is damaged: restore a backup")
        case .notAVault(let file):
            Refusal("SEC-33", "not_a_vault", "\(file) is not a vault", hint: "check the file name")
        case .cutOff(let file, let bytes, let expected):
            Refusal(
                "SEC-33", "vault_cut_off", "\(file) has \(bytes) bytes, its first page says \(expected)",
                hint: "the copy was not finished: copy it again, or restore a backup")
        case .damagedHeader(let file, let part):
            Refusal(
                "SEC-33", "header_damaged", "the \(part) of \(file) is missing or damaged",
                hint: "keep a copy of the file as it is, then restore a backup")
        case .changedOutside(let findings):
            Refusal(
                "SEC-33", "changed_outside",
                "the vault was changed outside this program: \(findings.map(\.problem).joined(separator: "; "))",
                hint: "reading works; run doctor to see what is wrong, and let it accept the loss to write again")
        case .keyChanged(let file):
            Refusal(
                "SEC-33", "key_changed", "another process gave \(file) a new key",
                hint: "open the vault again")
        default: Refusal("SEC-36", "vault_locked", "the vault is locked", hint: "unlock it, then try again")
        }
    }

    /// Words for what goes wrong with one record.
    var recordRefusal: Refusal {
        switch self {
        case .damagedRecord(let id):
            Refusal(
                "SEC-33", "record_damaged", "record \(id) is damaged",
                hint: "other records stay readable; run doctor, or restore a backup")
        case .unknownRecord(let id):
            Refusal("SEC-33", "record_unknown", "there is no record \(id)", hint: "list the records that are there")
        case .nameTaken(let category):
            Refusal(
                "SEC-33", "name_taken", "the category \(category) has a record of this name",
                hint: "choose another name, or update that record")
        case .recordChanged(let id):
            Refusal(
                "SEC-33", "record_changed", "record \(id) was changed since it was read",
                hint: "read it again, then decide anew")
        case .secretRecord(let id):
            Refusal(
                "SEC-35", "record_is_secret", "record \(id) holds a key, which is lent and never copied",
                hint: "use the function that lends it")
        case .notASecret(let id):
            Refusal(
                "SEC-35", "record_is_no_secret", "record \(id) holds no key", hint: "use the function that reads it")
        case .tooLong(let what, let bytes, let limit):
            Refusal(
                "SEC-33", "too_long", "the \(what) has \(bytes) bytes, the limit is \(limit)",
                hint: "leave something out")
        case .tooManyRecords(let limit):
            Refusal("SEC-33", "too_many_records", "the vault has \(limit) records", hint: "delete what you do not need")
        default:
            Refusal(
                "SEC-33", "malformed_category", "a category has 1 to 64 of the characters a-z, 0-9 and '-'",
                hint: "report this: it is a fault of the program")
        }
    }

    /// Words for what goes wrong with keys and slots.
    var slotRefusal: Refusal {
        switch self {
        case .slotsFull(let limit):
            Refusal("SEC-33", "slots_full", "all \(limit) slots are in use", hint: "remove one that you do not need")
        case .unknownSlot(let slot):
            Refusal("SEC-33", "slot_unknown", "there is no slot \(slot)", hint: "list the slots that are there")
        case .lastSlot:
            Refusal(
                "SEC-33", "last_slot", "the last way to open the vault cannot be removed",
                hint: "add another passphrase or recovery key first")
        case .passphraseLength(let bytes):
            Refusal(
                "SEC-33", "passphrase_length", "the passphrase has \(bytes) bytes, 12 to 1024 are accepted",
                hint: "use several words; 15 characters or more are advised")
        case .keyFileLength(let bytes):
            Refusal(
                "SEC-33", "key_file_length", "the key file has \(bytes) bytes, 32 to 65536 are accepted",
                hint: "make one of 32 random bytes")
        case .derivationCost(let memory, let passes):
            Refusal(
                "SEC-33", "derivation_cost",
                "Argon2id with \(memory) KiB and \(passes) passes is outside of the bounds",
                hint: "choose 65536 to 1048576 KiB and 2 to 10 passes")
        case .recoveryKeyLength(let characters):
            Refusal(
                "SEC-33", "recovery_key_length", "the recovery key has \(characters) characters, 36 are expected",
                hint: "copy all nine groups of four; spaces and hyphens do not matter")
        case .recoveryKeyCharacter(let position):
            Refusal(
                "SEC-33", "recovery_key_character",
                "character \(position) of the recovery key is none that it can have",
                hint: "use digits and letters other than U")
        case .recoveryKeyMistyped:
            Refusal(
                "SEC-33", "recovery_key_mistyped", "the recovery key is mistyped in more than one place",
                hint: "compare it with your copy, group by group")
        case .epochFileUnusable(let path, let why):
            Refusal(
                "SEC-33", "epoch_file_unusable", "the file of epochs \(path) cannot be used: \(why)",
                hint: "move it away; until then an older copy of the vault is not noticed")
        default:
            Refusal(
                "SEC-33", "internal_inconsistency", "the vault's code contradicts itself (\(description(of: self)))",
                hint: "report this; nothing was changed")
        }
    }

    private func description(of error: VaultError) -> String {
        if case .internalInconsistency(let what) = error { what } else { "no words for an error" }
    }
}
