extension QRMatrix {
    /// The code with its margin as a PNG picture in grey.
    ///
    /// - Parameter scale: pixels of one side of a module, 1 to 64.
    /// - Throws: `noMemory`.
    public func png(scale: Int = 8) throws(QRCodeError) -> [UInt8] {
        try picture(scale: scale).png()
    }

    func picture(scale: Int) -> GreyImage {
        let scale = min(max(scale, 1), 64)
        let side = (size + 2 * Self.margin) * scale
        var pixels = [UInt8](repeating: 0xFF, count: side * side)
        for row in 0..<side {
            for column in 0..<side
            where isDark(row: row / scale - Self.margin, column: column / scale - Self.margin) {
                pixels[row * side + column] = 0
            }
        }
        return GreyImage(width: side, height: side, pixels: pixels)
    }
}
