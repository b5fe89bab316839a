internal import Glibc
internal import SQLite

/// A small file beside the vaults' folder that remembers the highest epoch of each vault.
///
/// A vault cannot tell by itself that the whole file was put back to an older copy; this file can, as long as it was
/// not put back too. It holds no secret. It is written after the vault, and never waits for the disk: after a power cut
/// it may remember less than was true, never more.
///
/// ```
/// carnet-epochs 1␊
/// 000102030405060708090a0b0c0d0e0f 00000000000000000042␊      one line of 54 bytes per vault
/// ```
/// Source: `security.md` §4.8 (SEC-33), SEC-34.
public struct EpochFile: Sendable {
    /// Where the file is; its folder must exist.
    public let path: String

    private static let header = Array("carnet-epochs 1\n".utf8)
    private static let lineBytes = 54
    /// 10,000 vaults; a longer file is not ours.
    private static let limitBytes = header.count + 10_000 * lineBytes

    /// Names the file; it is made when the first epoch is remembered.
    public init(path: String) { self.path = path }

    /// The highest epoch that was remembered, nil when none was.
    ///
    /// - Throws: `epochFileUnusable` when the file cannot be read or is not one of ours.
    func highestEpoch(of vault: VaultID) throws(VaultError) -> UInt64? {
        guard unsafe access(path, F_OK) == 0 || errno != ENOENT else { return nil }
        return try withFile(LOCK_SH) { (descriptor) throws(VaultError) in
            try entry(of: vault, in: content(of: descriptor))?.epoch
        }
    }

    /// Remembers an epoch, unless a higher one is remembered already.
    ///
    /// - Throws: `epochFileUnusable` when the file cannot be written or is not one of ours.
    func remember(_ epoch: UInt64, of vault: VaultID) throws(VaultError) {
        if unsafe access(path, F_OK) != 0 {
            // Two processes may come here at once; the second finds the first one's file.
            do throws(SQLiteError) { try PrivateFile.create(path) } catch .cannotOpen(_, why: .exists) {} catch {
                throw unusable("it cannot be made")
            }
        }
        try withFile(LOCK_EX) { (descriptor) throws(VaultError) in
            let content = try content(of: descriptor)
            if content.isEmpty { try write(Self.header, at: 0, to: descriptor) }
            let entry = try entry(of: vault, in: content)
            guard entry.map({ $0.epoch < epoch }) ?? true else { return }
            let place = entry?.place ?? Self.end(of: content)
            try write(Self.line(vault, epoch), at: place, to: descriptor)
        }
    }

    private static func line(_ vault: VaultID, _ epoch: UInt64) -> [UInt8] {
        let number = String(epoch)
        return Array("\(vault) \(String(repeating: "0", count: 20 - number.utf8.count))\(number)\n".utf8)
    }

    /// Where the last whole line ends; a power cut may have left a part of one behind it.
    private static func end(of content: [UInt8]) -> Int {
        max(content.count - (content.count - header.count) % lineBytes, header.count)
    }

    private func entry(of vault: VaultID, in content: [UInt8]) throws(VaultError) -> (place: Int, epoch: UInt64)? {
        guard !content.isEmpty else { return nil }
        guard content.starts(with: Self.header) else { throw unusable("it is not a list of epochs") }
        let name = Array("\(vault) ".utf8)
        for place in stride(from: Self.header.count, to: Self.end(of: content), by: Self.lineBytes)
        where content[place...].starts(with: name) {
            let digits = content[(place + name.count)..<(place + Self.lineBytes - 1)]
            // One change a nanosecond would take 292 years to come so far.
            guard let epoch = UInt64(String(decoding: digits, as: UTF8.self)), epoch <= Int64.max else {
                throw unusable("the epoch of \(vault) is no number that a vault can have")
            }
            return (place, epoch)
        }
        return nil
    }

    private func withFile<Result: Sendable>(
        _ lock: Int32, _ body: (Int32) throws(VaultError) -> Result
    ) throws(VaultError) -> Result {
        let flags = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (lock == LOCK_EX ? O_RDWR : O_RDONLY)
        let descriptor = unsafe open(path, flags)
        guard descriptor >= 0 else { throw unusable("it cannot be opened") }
        defer { close(descriptor) }
        guard flock(descriptor, lock) == 0 else { throw unusable("it cannot be locked") }
        return try body(descriptor)
    }

    private func content(of descriptor: Int32) throws(VaultError) -> [UInt8] {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= Self.limitBytes
        else { throw unusable("it is not a list of epochs") }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == bytes.count else { throw unusable("it cannot be read") }
        return bytes
    }

    private func write(_ bytes: [UInt8], at place: Int, to descriptor: Int32) throws(VaultError) {
        let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, place) }
        guard count == bytes.count else { throw unusable("it cannot be written") }
    }

    private func unusable(_ why: String) -> VaultError { .epochFileUnusable(path: path, why: why) }
}
