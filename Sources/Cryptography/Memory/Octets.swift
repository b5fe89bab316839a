// C functions take a pointer to octets and never nil; these lend one, also for no octets at all.

extension Span where Element == UInt8 {
    func withOctets<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
        unsafe withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress { return unsafe body(start) }
            return unsafe withUnsafePointer(to: 0) { unsafe body($0) }
        }
    }
}

extension RawSpan {
    func withOctets<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
        unsafe withUnsafeBytes { buffer in
            if let start = buffer.baseAddress {
                return unsafe body(start.assumingMemoryBound(to: UInt8.self))
            }
            return unsafe withUnsafePointer(to: 0) { unsafe body($0) }
        }
    }
}

extension MutableRawSpan {
    #if compiler(<6.3)
        @_lifetime(self: copy self)
    #endif
    mutating func withOctets<R>(_ body: (UnsafeMutablePointer<UInt8>) -> R) -> R {
        unsafe withUnsafeMutableBytes { buffer in
            if let start = buffer.baseAddress {
                return unsafe body(start.assumingMemoryBound(to: UInt8.self))
            }
            var nothing: UInt8 = 0
            return unsafe withUnsafeMutablePointer(to: &nothing) { unsafe body($0) }
        }
    }
}
