import CZlib

/// Zlib streams, read with bounds and written at the highest level.
///
///     2 bytes header | deflate data | 4 bytes Adler-32 of the output, big endian
///
/// Header and checksum are read here and only the part between them is given to the library, so that each way of being
/// wrong has its name. Source: RFC 1950 (TSL-02, TSL-45, SEC-07).
enum Zlib {
    static func inflated(_ bytes: [UInt8], limits: StatusListLimits) throws(ZlibFault) -> [UInt8] {
        guard bytes.count <= limits.compressedBytes else {
            throw .inputTooLarge(bytes: bytes.count, limit: limits.compressedBytes)
        }
        guard bytes.count >= 2 else { throw .truncated }
        let header = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        // Method 8 (deflate), a window of 32 KiB at most, and the check that makes the header a multiple of 31.
        guard bytes[0] & 0x0F == 8, bytes[0] >> 4 <= 7, header % 31 == 0 else { throw .notZlib }
        guard bytes[1] & 0x20 == 0 else { throw .presetDictionary }
        let (output, rest) = try inflatedBody(bytes, from: 2, limits: limits)
        guard rest >= 4 else { throw .truncated }
        guard rest == 4 else { throw .trailingBytes(rest - 4) }
        let stored = bytes.suffix(4).reduce(0 as UInt) { $0 << 8 | UInt($1) }
        guard unsafe adler32_z(1, output, output.count) == stored else { throw .wrongChecksum }
        guard !output.isEmpty else { throw .empty }
        return output
    }

    static func deflated(_ bytes: [UInt8]) throws(ZlibFault) -> [UInt8] {
        var length = compressBound(UInt(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(length))
        guard unsafe compress2(&output, &length, bytes, UInt(bytes.count), Z_BEST_COMPRESSION) == Z_OK else {
            throw .noMemory
        }
        return Array(output.prefix(Int(length)))
    }

    /// The output of the deflate data, and how many bytes follow it.
    private static func inflatedBody(
        _ bytes: [UInt8], from start: Int, limits: StatusListLimits
    ) throws(ZlibFault) -> (output: [UInt8], rest: Int) {
        let byRatio = bytes.count.multipliedReportingOverflow(by: limits.ratio)
        let isRatio = !byRatio.overflow && byRatio.partialValue < limits.inflatedBytes
        let limit = isRatio ? byRatio.partialValue : limits.inflatedBytes
        var stream = unsafe z_stream()
        guard unsafe inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .noMemory
        }
        defer { unsafe inflateEnd(&stream) }
        var (code, rest) = (Z_OK, 0)
        // One byte more than the limit tells "full" from "too large". The system gives pages only as they are written to,
        // so a short list costs little however much is reserved here.
        let output = unsafe [UInt8](unsafeUninitializedCapacity: limit + 1) { room, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: start))
                unsafe stream.avail_in = UInt32(clamping: input.count - start)
                unsafe stream.next_out = room.baseAddress
                unsafe stream.avail_out = UInt32(clamping: limit + 1)
                code = unsafe inflate(&stream, Z_FINISH)
                rest = unsafe Int(stream.avail_in)
                count = unsafe limit + 1 - Int(stream.avail_out)
            }
        }
        guard output.count <= limit else {
            throw isRatio ? .ratioTooLarge(limit: limits.ratio) : .outputTooLarge(limit: limit)
        }
        switch code {
        // The room that was reserved for more goes back; a list may be kept for a day.
        case Z_STREAM_END: return unsafe (output.withUnsafeBufferPointer { unsafe Array($0) }, rest)
        case Z_BUF_ERROR, Z_OK: throw .truncated
        case Z_MEM_ERROR: throw .noMemory
        default: throw .corrupt
        }
    }
}
