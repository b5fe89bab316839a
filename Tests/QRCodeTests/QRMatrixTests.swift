import TestSupport
import Testing

@testable import QRCode

@Suite struct QRMatrixTests {
    private static let link =
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fpost.example%2Foffers%2F7f3a"

    @Test(arguments: QRMatrix.Rendering.allCases)
    func `QR-01 a code has its light margin in every rendering`(rendering: QRMatrix.Rendering) throws {
        let code = try QRMatrix(Self.link)
        let lines = code.lines(rendering)
        let side = code.size + 2 * QRMatrix.margin
        #expect(lines.count == (rendering == .ascii ? side : (side + 1) / 2))
        let light: Character = rendering == .ascii ? "#" : rendering == .onDark ? "█" : " "
        for line in lines.prefix(2) + lines.suffix(2) {
            let shown = line.replacing("\u{1B}[38;5;16;48;5;231m", with: "").replacing("\u{1B}[0m", with: "")
            #expect(shown.dropFirst(4).allSatisfy { $0 == light || $0 == "▀" }, "\(shown)")
        }
    }

    @Test(arguments: QRMatrix.Rendering.allCases)
    func `QR-01 what a terminal shows is the code, module by module`(rendering: QRMatrix.Rendering) throws {
        let code = try QRMatrix(Self.link)
        for (number, line) in code.lines(rendering).enumerated() {
            let shown = Array(line.replacing("\u{1B}[38;5;16;48;5;231m", with: "").replacing("\u{1B}[0m", with: ""))
            for column in 0..<(code.size + 8) {
                let (row, sign) = rendering == .ascii ? (number, shown[2 * column]) : (2 * number, shown[column])
                let isTopInk = sign == "█" || sign == "▀" || sign == "#"
                let isInkLight = rendering == .onDark || rendering == .ascii
                #expect(code.isDark(row: row - 4, column: column - 4) == (isTopInk != isInkLight))
                guard rendering != .ascii, row + 1 < code.size + 8 else { continue }
                let isBottomInk = sign == "█" || sign == "▄"
                #expect(code.isDark(row: row - 3, column: column - 4) == (isBottomInk != isInkLight))
            }
        }
    }

    @Test(arguments: [(2953, QRMatrix.Correction.low), (2331, .medium), (1663, .quartile), (1273, .high)])
    func `QR-01 the longest text of each correction is written, one byte more is refused`(
        count: Int, correction: QRMatrix.Correction
    ) throws {
        #expect(try QRMatrix(String(repeating: "a", count: count), correction: correction).size == 177)
        #expect(throws: QRCodeError.textTooLong(bytes: count + 1)) {
            try QRMatrix(String(repeating: "a", count: count + 1), correction: correction)
        }
        #expect(throws: QRCodeError.textTooLong(bytes: 100_000)) {
            try QRMatrix(String(repeating: "1", count: 100_000))
        }
    }

    @Test(arguments: ["", "a\u{0}b"])
    func `QR-01 a text that no reader gives back is refused`(text: String) {
        #expect(throws: QRCodeError.textUnfit) { try QRMatrix(text) }
    }

    @Test func `QR-01 the picture for browsers draws the same modules and carries its title`() throws {
        let code = try QRMatrix("A")
        let svg = code.svg(title: "Scan <me> & \"smile\"\u{1B}")
        #expect(svg.contains("<title>Scan &lt;me&gt; &amp; &quot;smile&quot; </title>"))
        #expect(svg.contains(#"viewBox="0 0 29 29""#))
        var dark = 0
        for run in svg.split(separator: "<path d=\"")[1].split(separator: "M") {
            let parts = run.split(separator: "h")
            guard parts.count > 1, let length = Int(parts[1].prefix { $0.isNumber }) else { continue }
            let place = parts[0].split(separator: " ").compactMap { Int($0) }
            for column in place[0]..<(place[0] + length) { #expect(code.isDark(row: place[1] - 4, column: column - 4)) }
            dark += length
        }
        #expect(dark == (0..<21).reduce(0) { sum, row in sum + (0..<21).count { code.isDark(row: row, column: $0) } })
    }
}
