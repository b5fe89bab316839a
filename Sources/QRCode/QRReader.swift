internal import CZBar

/// Reads the QR codes of a picture.
public struct QRReader: Sendable {
    /// The most pixels that are looked at.
    public var limitPixels = 20_000_000
    /// The longest text of a code, in bytes.
    public var limitTextBytes = 4096

    /// A reader with the house's limits.
    public init() {}

    /// The texts of all QR codes in a picture, each once.
    ///
    /// The texts come from outside: they are unchecked but for being UTF-8 of bounded length.
    ///
    /// - Parameter png: a PNG file.
    /// - Returns: at least one text.
    /// - Throws: `notAPicture`, `pictureDamaged`, `tooManyPixels`, `nothingFound`, `textTooLong`, `notText`,
    ///   `readerMissing`, `noMemory`.
    public func texts(inPNG png: [UInt8]) throws(QRCodeError) -> [String] {
        let image = try GreyImage(png: png, limitPixels: limitPixels)
        var found = try codes(in: image)
        if found.isEmpty {
            // Screens in dark mode show codes light on dark.
            let negative = GreyImage(width: image.width, height: image.height, pixels: image.pixels.map { ~$0 })
            found = try codes(in: negative)
        }
        var texts: [String] = []
        for bytes in found {
            guard bytes.count <= limitTextBytes else { throw .textTooLong(bytes: bytes.count) }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
            if !texts.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { texts.append(text) }
        }
        guard !texts.isEmpty else { throw .nothingFound }
        return texts
    }

    private func codes(in image: GreyImage) throws(QRCodeError) -> [[UInt8]] {
        guard let zbar = unsafe carnet_zbar_loaded()?.pointee else { throw .readerMissing }
        guard let scanner = unsafe zbar.scanner_create() else { throw .noMemory }
        defer { unsafe zbar.scanner_destroy(scanner) }
        // BINARY: the bytes as they are; the library would otherwise guess an encoding.
        guard unsafe zbar.scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0) == 0,
            unsafe zbar.scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1) == 0,
            unsafe zbar.scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1) == 0
        else { throw .readerMissing }
        guard let picture = unsafe zbar.image_create() else { throw .noMemory }
        defer { unsafe zbar.image_destroy(picture) }
        let grey: UInt = 0x3030_3859  // "Y800": one byte of brightness a pixel
        unsafe zbar.image_set_format(picture, grey)
        unsafe zbar.image_set_size(picture, UInt32(clamping: image.width), UInt32(clamping: image.height))
        return unsafe image.pixels.withUnsafeBytes { pixels in
            unsafe zbar.image_set_data(picture, pixels.baseAddress, UInt(pixels.count), nil)
            // Without this the picture would keep a pointer to pixels that are gone.
            defer { unsafe zbar.image_set_data(picture, nil, 0, nil) }
            var found: [[UInt8]] = []
            guard unsafe zbar.scan(scanner, picture) > 0 else { return found }
            var symbol = unsafe zbar.first_symbol(picture)
            while let current = unsafe symbol {
                if let start = unsafe zbar.symbol_data(current) {
                    let count = Int(unsafe zbar.symbol_data_length(current))
                    found.append(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
                }
                unsafe symbol = zbar.next_symbol(current)
            }
            return found
        }
    }
}
