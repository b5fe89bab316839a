import COpenSSL

/// How DER becomes an object of OpenSSL.
enum NativeDER {
    /// Reads one object; nil when the bytes are anything else, BER and trailing bytes included.
    ///
    /// - Parameters:
    ///   - der: the bytes.
    ///   - read: the reader of OpenSSL, such as `d2i_X509`: it moves the position that it is given behind what it read.
    ///   - free: what gives back an object that is not wanted.
    /// - Returns: the object, which is the caller's to free.
    @unsafe static func object(
        _ der: [UInt8], read: (inout UnsafePointer<UInt8>?, Int) -> OpaquePointer?, free: (OpaquePointer?) -> Void
    ) -> OpaquePointer? {
        // Before OpenSSL sees them: it keeps names as they came and would not notice another spelling of one.
        guard DERShape.isStrict(der) else { return nil }
        let object = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var position = buffer.baseAddress
            let object = unsafe read(&position, buffer.count)
            guard unsafe position == buffer.baseAddress?.advanced(by: buffer.count) else {
                unsafe free(object)
                return nil
            }
            return unsafe object
        }
        if unsafe object == nil { ERR_clear_error() }
        return unsafe object
    }
}
