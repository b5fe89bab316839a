extension CBORValue {
    /// The natural number, nil for another kind.
    public var unsigned: UInt64? {
        guard case .unsigned(let value) = content else { return nil }
        return value
    }

    /// The integer; nil for another kind, and beyond 64 bits with sign.
    public var integer: Int64? {
        switch content {
        case .unsigned(let value): Int64(exactly: value)
        case .negative(let value): Int64(exactly: value).map { ~$0 }
        default: nil
        }
    }

    /// The byte string, nil for another kind.
    public var bytes: [UInt8]? {
        guard case .bytes(let value) = content else { return nil }
        return value
    }

    /// The text, nil for another kind.
    public var text: String? {
        guard case .text(let value) = content else { return nil }
        return value
    }

    /// The elements, nil for another kind.
    public var array: [CBORValue]? {
        guard case .array(let value) = content else { return nil }
        return value
    }

    /// The map, nil for another kind.
    public var map: CBORMap? {
        guard case .map(let value) = content else { return nil }
        return value
    }

    /// The boolean, nil for another kind.
    public var bool: Bool? {
        guard case .bool(let value) = content else { return nil }
        return value
    }

    /// The floating-point number, nil for another kind.
    public var float: CBORFloat? {
        guard case .float(let value) = content else { return nil }
        return value
    }

    /// Whether this is null.
    public var isNull: Bool {
        guard case .null = content else { return false }
        return true
    }

    /// The item inside a tag of that number; nil when this is no tag or another.
    public func item(taggedAs tag: UInt64) -> CBORValue? {
        guard case .tagged(tag, let item) = content else { return nil }
        return item
    }

    /// The value of that key; nil when this is no map or has no such key.
    public subscript(_ key: CBORValue) -> CBORValue? { map?[key] }

    /// The element at that position, counted from 0; nil when this is no array or has no such element.
    public subscript(element index: Int) -> CBORValue? {
        guard case .array(let elements) = content, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}
