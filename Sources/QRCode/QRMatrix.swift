internal import CQRencode
internal import Glibc

/// A QR code as a square of dark and light modules, without the light margin around it.
///
/// ```swift
/// let code = try QRMatrix("openid4vp://?client_id=…")
/// for line in code.lines(.coloured) { … }
/// ```
///
/// Source: ISO/IEC 18004; QR-01.
public struct QRMatrix: Sendable, Equatable {
    /// How much of the code may be unreadable.
    public enum Correction: Sendable {
        /// 7 %: for screens.
        case low
        /// 15 %: for paper.
        case medium
        /// 25 %.
        case quartile
        /// 30 %.
        case high

        var level: QRecLevel {
            switch self {
            case .low: QR_ECLEVEL_L
            case .medium: QR_ECLEVEL_M
            case .quartile: QR_ECLEVEL_Q
            case .high: QR_ECLEVEL_H
            }
        }
    }

    /// Light modules that must stand around the code, on each side.
    public static let margin = 4

    /// Modules of one side, 21 to 177.
    public let size: Int
    private let modules: [Bool]

    /// Encodes a text.
    ///
    /// - Parameters:
    ///   - text: at most 2,953 bytes with low correction, fewer with more.
    ///   - correction: how much of the code may be unreadable.
    /// - Throws: `textTooLong`, `textUnfit`, `noMemory`.
    public init(_ text: String, correction: Correction = .low) throws(QRCodeError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, !bytes.contains(0) else { throw .textUnfit }
        // More than any code holds; the library would count in 32 bits.
        guard bytes.count <= 4096 else { throw .textTooLong(bytes: bytes.count) }
        let code = unsafe text.withCString { unsafe QRcode_encodeString($0, 0, correction.level, QR_MODE_8, 1) }
        guard let code = unsafe code else {
            throw errno == ENOMEM ? .noMemory : .textTooLong(bytes: bytes.count)
        }
        defer { unsafe QRcode_free(code) }
        let size = Int(unsafe code.pointee.width)
        let data = unsafe UnsafeBufferPointer(start: code.pointee.data, count: size * size)
        self.size = size
        // The lowest bit is the colour, the others tell what the module is for.
        modules = unsafe data.map { $0 & 1 == 1 }
    }

    /// Whether a module is dark; everything around the code is light.
    public func isDark(row: Int, column: Int) -> Bool {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return false }
        return modules[row * size + column]
    }
}
