internal import Cryptography

/// The spelling of a recovery key, in buffers that never grow and are overwritten by `erase`.
struct RecoveryKeyText {
    static let keyBytes = 20
    static let keySymbols = 32
    static let checkSymbols = 4
    private static let groupSymbols = 4
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let checkDomain = Array("carnet recovery key".utf8)

    /// Values of the 36 characters, 0 to 31.
    private var symbols: [UInt8]
    /// What the check is made of: its domain, and the key.
    private var message: [UInt8]

    init() {
        symbols = [UInt8](repeating: 0, count: Self.keySymbols + Self.checkSymbols)
        message = Self.checkDomain + [UInt8](repeating: 0, count: Self.keyBytes)
    }

    /// Overwrites the buffers.
    mutating func erase() {
        wipe(&symbols)
        wipe(&message)
    }

    /// The 20 bytes.
    var key: [UInt8] { message.suffix(Self.keyBytes).map(\.self) }

    /// 36 characters with hyphens between the groups.
    var text: [UInt8] {
        let groups = symbols.count / Self.groupSymbols
        return (0..<(symbols.count + groups - 1)).map { place in
            let (group, offset) = place.quotientAndRemainder(dividingBy: Self.groupSymbols + 1)
            guard offset < Self.groupSymbols else { return UInt8(ascii: "-") }
            return Self.alphabet[Int(symbols[group * Self.groupSymbols + offset] & 31)]
        }
    }

    /// Spells a key of 20 bytes.
    mutating func encode(_ key: [UInt8]) {
        for (offset, byte) in key.prefix(Self.keyBytes).enumerated() {
            message[Self.checkDomain.count + offset] = byte
            for bit in 0..<8 where byte >> UInt8(7 - bit) & 1 == 1 {
                let place = offset * 8 + bit
                symbols[place / 5] |= 16 >> UInt8(place % 5)
            }
        }
        let check = check
        for offset in 0..<Self.checkSymbols {
            symbols[Self.keySymbols + offset] = UInt8(check >> UInt32(15 - 5 * offset) & 31)
        }
    }

    /// Takes in what was typed.
    mutating func read(_ typed: [UInt8]) throws(VaultError) {
        var count = 0
        for character in typed {
            let capital = (0x61...0x7A).contains(character) ? character - 0x20 : character
            let value: UInt8
            switch capital {
            case UInt8(ascii: " "), UInt8(ascii: "-"), 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "I"), UInt8(ascii: "L"): value = 1
            case UInt8(ascii: "O"): value = 0
            default:
                guard let index = Self.alphabet.firstIndex(of: capital) else {
                    throw .recoveryKeyCharacter(position: count + 1)
                }
                value = UInt8(index)
            }
            if count < symbols.count { symbols[count] = value }
            count += 1
        }
        guard count == symbols.count else { throw .recoveryKeyLength(characters: count) }
    }

    /// Puts one slip right if the check asks for it.
    ///
    /// - Throws: `recoveryKeyMistyped` when no single slip explains the check, or more than one does; the latter happens
    ///   by chance for one slip in a thousand, and a guess would only be refused later, after a slow derivation.
    mutating func mend() throws(VaultError) {
        guard !fits() else { return }
        var slips: [(place: Int, value: UInt8?)] = []
        for place in symbols.indices {
            let original = symbols[place]
            for value in 0..<UInt8(32) where value != original {
                symbols[place] = value
                if fits() { slips.append((place, value)) }
            }
            symbols[place] = original
        }
        for place in symbols.indices.dropLast() where symbols[place] != symbols[place + 1] {
            symbols.swapAt(place, place + 1)
            if fits() { slips.append((place, nil)) }
            symbols.swapAt(place, place + 1)
        }
        guard slips.count == 1, let slip = slips.first else { throw .recoveryKeyMistyped }
        if let value = slip.value { symbols[slip.place] = value } else { symbols.swapAt(slip.place, slip.place + 1) }
        guard fits() else { throw .internalInconsistency("a mended recovery key does not fit") }
    }

    /// Whether the check fits the key that the symbols spell, which is left in `message`.
    private mutating func fits() -> Bool {
        for offset in 0..<Self.keyBytes {
            var byte: UInt8 = 0
            for bit in 0..<8 {
                let place = offset * 8 + bit
                byte = byte << 1 | symbols[place / 5] >> UInt8(4 - place % 5) & 1
            }
            message[Self.checkDomain.count + offset] = byte
        }
        let spelled = symbols.suffix(Self.checkSymbols).reduce(UInt32(0)) { $0 << 5 | UInt32($1) }
        return spelled == check
    }

    /// The first 20 bits of a hash.
    private var check: UInt32 {
        let hash = HashAlgorithm.sha256.hash(message)
        return UInt32(hash[0]) << 12 | UInt32(hash[1]) << 4 | UInt32(hash[2]) >> 4
    }
}
