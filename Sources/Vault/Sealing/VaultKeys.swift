internal import Cryptography

/// The keys of an open vault, one per purpose, derived from the vault key; they go with the object.
///
/// The vault key itself is not kept: who finds an open vault can read it, but cannot add a passphrase of his own.
final class VaultKeys: Sendable {
    let context: AssociatedData
    private let values: SecretBytes
    private let index: SecretBytes
    private let labels: SecretBytes
    private let header: SecretBytes
    private let rows: SecretBytes

    static let byteCount = 32
    /// Bytes of a blind index.
    static let tokenCount = 16
    private static let kdfContext: StaticString = "CarnetV1"

    init(vault: VaultID, keyEpoch: UInt32, vaultKey: borrowing SecretBytes) throws(VaultError) {
        context = AssociatedData(vault: vault, keyEpoch: keyEpoch)
        do throws(CryptographyError) {
            values = try vaultKey.subkey(1, context: Self.kdfContext)
            index = try vaultKey.subkey(2, context: Self.kdfContext)
            labels = try vaultKey.subkey(3, context: Self.kdfContext)
            header = try vaultKey.subkey(4, context: Self.kdfContext)
            rows = try vaultKey.subkey(5, context: Self.kdfContext)
        } catch { throw .cryptography(error) }
    }

    /// Whether the system keeps all of them out of swap.
    var areLocked: Bool {
        values.isLocked && index.isLocked && labels.isLocked && header.isLocked && rows.isLocked
    }

    // MARK: Blind indexes

    func token(category: String) -> [UInt8] { token(1, [category]) }

    func token(name: String, in category: String) -> [UInt8] { token(2, [category, name]) }

    func token(tag: RecordTag, in category: String) -> [UInt8] { token(3, [category, tag.field, tag.value]) }

    private func token(_ field: UInt8, _ texts: [String]) -> [UInt8] {
        var writer = LayoutWriter()
        writer.integer(field)
        for text in texts { writer.text(text) }
        return Array(index.authenticationCode(of: writer.bytes).prefix(Self.tokenCount))
    }

    // MARK: Elements of the set hash

    /// The element of a row of `record`; `label` and `value` are nonce and tag of the two sealed parts.
    func element(_ row: RowIdentity, label: [UInt8], value: [UInt8]) -> SetHash {
        var writer = LayoutWriter()
        writer.integer(UInt8(1))
        writer.integer(row.id.row)
        writer.raw(row.category)
        writer.raw(row.name)
        writer.raw(label)
        writer.raw(value)
        return SetHash(rows.authenticationCode(of: writer.bytes)) ?? SetHash()
    }

    /// The element of a row of `tag`.
    func element(tag token: [UInt8], of id: RecordID) -> SetHash {
        var writer = LayoutWriter()
        writer.integer(UInt8(2))
        writer.integer(id.row)
        writer.raw(token)
        return SetHash(rows.authenticationCode(of: writer.bytes)) ?? SetHash()
    }

    // MARK: Sealing

    func sealed(_ manifest: Manifest, _ random: any RandomSource) throws(VaultError) -> SealedBytes {
        try SealedBytes(Padding.padded(manifest.bytes), key: header, context: context.manifest, random: random)
    }

    func manifest(_ sealed: SealedBytes) -> Manifest? {
        sealed.opened(key: header, context: context.manifest).flatMap(Padding.unpadded).flatMap(Manifest.init)
    }

    func sealed(
        _ label: RecordLabel, for row: RowIdentity, _ random: any RandomSource
    ) throws(VaultError) -> SealedBytes {
        try SealedBytes(Padding.padded(label.bytes), key: labels, context: context.label(of: row), random: random)
    }

    /// Opens a label and checks that its row is found by its own name; nil when anything does not fit.
    func label(_ sealed: SealedBytes, of row: RowIdentity) -> RecordLabel? {
        let bytes = sealed.opened(key: labels, context: context.label(of: row)).flatMap(Padding.unpadded)
        guard let label = bytes.flatMap(RecordLabel.init), token(category: label.category) == row.category,
            token(name: label.name, in: label.category) == row.name
        else { return nil }
        return label
    }

    func sealed(
        value: [UInt8], for row: RowIdentity, under label: SealedBytes, _ random: any RandomSource
    ) throws(VaultError) -> SealedBytes {
        let context = context.value(of: row, sealedLabel: label)
        return try SealedBytes(Padding.padded(value), key: values, context: context, random: random)
    }

    func value(_ sealed: SealedBytes, of row: RowIdentity, under label: SealedBytes) -> [UInt8]? {
        let context = context.value(of: row, sealedLabel: label)
        return sealed.opened(key: values, context: context).flatMap(Padding.unpadded)
    }

    func sealed(
        secret: borrowing SecretBytes, for row: RowIdentity, under label: SealedBytes, _ random: any RandomSource
    ) throws(VaultError) -> SealedBytes {
        let padded: SecretBytes
        do throws(CryptographyError) { padded = try Padding.padded(secret) } catch { throw .cryptography(error) }
        let context = context.value(of: row, sealedLabel: label)
        return try SealedBytes(padded, key: values, context: context, random: random)
    }

    func secret(
        _ sealed: SealedBytes, of row: RowIdentity, under label: SealedBytes
    ) throws(VaultError) -> SecretBytes? {
        let context = context.value(of: row, sealedLabel: label)
        guard let padded = try sealed.openedSecret(key: values, context: context) else { return nil }
        do throws(CryptographyError) { return try Padding.unpadded(padded) } catch { throw .cryptography(error) }
    }
}
