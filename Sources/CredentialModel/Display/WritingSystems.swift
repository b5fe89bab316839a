extension String {
    /// Whether a word of it has letters of more than one of the scripts whose letters look like each other: Latin, Greek,
    /// Cyrillic, Armenian, Cherokee.
    ///
    /// Names of all scripts are good names; one whose first letter is Cyrillic and whose others are Latin may be meant to be
    /// taken for another. Whoever asks a person about such a name says so beside it. A word ends at a space, a hyphen and
    /// everything else that is no letter, digit or mark; what is invisible ends none. Source: PAY-12, SEC-06.
    public var mixesScripts: Bool {
        var scripts: Set<WritingSystem> = []
        for scalar in unicodeScalars {
            if let script = WritingSystem(of: scalar) {
                scripts.insert(script)
                if scripts.count > 1 { return true }
            } else if !scalar.isInWord {
                scripts = []
            }
        }
        return false
    }
}

/// A script whose letters look like those of another.
private enum WritingSystem {
    case latin, greek, cyrillic, armenian, cherokee

    /// The script of a letter; nil for letters of other scripts, and for what is no letter.
    init?(of scalar: Unicode.Scalar) {
        guard scalar.properties.isAlphabetic, let script = Self.ranges.first(where: { $0.range.contains(scalar.value) })
        else { return nil }
        self = script.system
    }

    /// The blocks of the Unicode Standard in which letters of these scripts stand.
    private static let ranges: [(system: Self, range: ClosedRange<UInt32>)] = [
        (.latin, 0x0041...0x024F), (.latin, 0x0250...0x02AF), (.greek, 0x0370...0x03E1), (.greek, 0x03F0...0x03FF),
        (.cyrillic, 0x0400...0x052F), (.armenian, 0x0530...0x058F), (.cherokee, 0x13A0...0x13FF),
        (.cyrillic, 0x1C80...0x1C8F), (.latin, 0x1D00...0x1D25), (.greek, 0x1D26...0x1D2A), (.latin, 0x1E00...0x1EFF),
        (.greek, 0x1F00...0x1FFF), (.latin, 0x2C60...0x2C7F), (.cyrillic, 0x2DE0...0x2DFF),
        (.cyrillic, 0xA640...0xA69F), (.latin, 0xA720...0xA7FF), (.latin, 0xAB30...0xAB64),
        (.cherokee, 0xAB70...0xABBF), (.latin, 0xFB00...0xFB06), (.armenian, 0xFB13...0xFB17),
        (.latin, 0xFF21...0xFF5A),
    ]
}

extension Unicode.Scalar {
    fileprivate var isInWord: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .format, .control:
            true
        default: false
        }
    }
}
