/// What each sealed text is bound to; `docs/vault-format.md` §4.
///
/// ```
/// "carnet vault" │ u8 purpose │ u32 version │ u32 key epoch │ 16 vault id │ what is special to the purpose
/// ```
/// All parts but the last have a fixed length, so two different contexts never give the same bytes.
struct AssociatedData {
    let vault: VaultID
    let keyEpoch: UInt32

    private static let domain = Array("carnet vault".utf8)
    /// A slot outlives migrations, because only its secret can seal it anew; its layout has a version of its own.
    private static let slotVersion: UInt32 = 1

    private enum Purpose: UInt8 { case slot = 1, manifest, label, value }

    func slot(_ id: SlotID, _ kind: SlotKind, parameters: [UInt8]) -> [UInt8] {
        var writer = common(.slot, version: Self.slotVersion)
        writer.integer(UInt8(truncatingIfNeeded: id.row))
        writer.integer(kind.rawValue)
        writer.raw(parameters)
        return writer.bytes
    }

    var manifest: [UInt8] { common(.manifest, version: VaultSchema.version).bytes }

    func label(of row: RowIdentity) -> [UInt8] { record(.label, row).bytes }

    /// The value is bound to the sealed label too, so that neither can be taken from another writing of the record.
    func value(of row: RowIdentity, sealedLabel: SealedBytes) -> [UInt8] {
        var writer = record(.value, row)
        writer.raw(sealedLabel.nonceAndTag)
        return writer.bytes
    }

    private func record(_ purpose: Purpose, _ row: RowIdentity) -> LayoutWriter {
        var writer = common(purpose, version: VaultSchema.version)
        writer.integer(row.id.row)
        writer.raw(row.category)
        writer.raw(row.name)
        return writer
    }

    private func common(_ purpose: Purpose, version: UInt32) -> LayoutWriter {
        var writer = LayoutWriter()
        writer.raw(Self.domain)
        writer.integer(purpose.rawValue)
        writer.integer(version)
        writer.integer(keyEpoch)
        writer.raw(vault.bytes)
        return writer
    }
}

/// The columns by which a record is found, as they stand in clear.
struct RowIdentity: Equatable {
    let id: RecordID
    /// Blind index of the category.
    let category: [UInt8]
    /// Blind index of the name.
    let name: [UInt8]
}
