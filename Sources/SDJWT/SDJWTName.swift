import Cryptography
import JSON

/// The member names that SD-JWT reserves, compared by bytes.
enum SDJWTName {
    /// Holds the digests of an object's members.
    static let digests = "_sd"
    /// Stands for an element of an array.
    static let element = "..."
    /// Names the hash, at the top level only.
    static let algorithm = "_sd_alg"

    /// Which reserved name this is, if any.
    static func reserved(_ name: String) -> Reserved? {
        let bytes = name.utf8.span
        // Almost all names end here.
        guard bytes.count > 2, bytes[0] == 0x5F || bytes[0] == 0x2E else { return nil }
        switch name {
        case digests: return .digests
        case element: return .element
        case algorithm: return .algorithm
        default: return nil
        }
    }

    enum Reserved { case digests, element, algorithm }
}
