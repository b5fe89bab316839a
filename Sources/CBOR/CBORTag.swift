/// The numbers of the tags that this module knows by name.
public enum CBORTag {
    /// Date and time as text, `tdate` (CBR-08).
    public static let dateTime: UInt64 = 0
    /// A natural number of any size in bytes (CBR-12).
    public static let bignum: UInt64 = 2
    /// A negative number of any size in bytes (CBR-12).
    public static let negativeBignum: UInt64 = 3
    /// A byte string that holds one encoded item (CBR-07).
    public static let embedded: UInt64 = 24
    /// A date as text, `full-date` (CBR-09).
    public static let fullDate: UInt64 = 1004
}
