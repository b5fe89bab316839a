internal import CPNG

/// A picture in grey: one byte a pixel, 0 is black, row after row.
struct GreyImage: Equatable {
    let width: Int
    let height: Int
    let pixels: [UInt8]

    /// Reads a PNG file; what is transparent becomes white.
    ///
    /// - Throws: `notAPicture`, `pictureDamaged`, `tooManyPixels`.
    init(png: [UInt8], limitPixels: Int) throws(QRCodeError) {
        guard png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { throw .notAPicture }
        // The file is read while its bytes are lent, so both calls stand inside the closure.
        let read: Result<GreyImage, QRCodeError> = unsafe png.withUnsafeBytes { file in
            var image = unsafe png_image()
            unsafe image.version = carnet_png_version
            defer { unsafe png_image_free(&image) }
            guard unsafe png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0 else {
                return .failure(.pictureDamaged)
            }
            let (width, height) = unsafe (Int(image.width), Int(image.height))
            // The header is believed only up to here: room for the pixels is made after this check (SEC-02).
            let (count, overflow) = width.multipliedReportingOverflow(by: height)
            guard !overflow, count <= limitPixels else {
                return .failure(.tooManyPixels(width: width, height: height, limit: limitPixels))
            }
            unsafe image.format = carnet_png_grey
            var pixels = [UInt8](repeating: 0, count: count)
            var white = png_color(red: 255, green: 255, blue: 255)
            guard unsafe png_image_finish_read(&image, &white, &pixels, 0, nil) != 0 else {
                return .failure(.pictureDamaged)
            }
            return .success(GreyImage(width: width, height: height, pixels: pixels))
        }
        self = try read.get()
    }

    /// Takes pixels that are there.
    init(width: Int, height: Int, pixels: [UInt8]) {
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    /// The picture as a PNG file.
    ///
    /// - Throws: `noMemory`.
    func png() throws(QRCodeError) -> [UInt8] {
        var image = unsafe png_image()
        unsafe image.version = carnet_png_version
        unsafe image.width = UInt32(clamping: width)
        unsafe image.height = UInt32(clamping: height)
        unsafe image.format = carnet_png_grey
        defer { unsafe png_image_free(&image) }
        var size = png_alloc_size_t()
        guard unsafe png_image_write_to_memory(&image, nil, &size, 0, pixels, 0, nil) != 0 else { throw .noMemory }
        var file = [UInt8](repeating: 0, count: Int(size))
        guard unsafe png_image_write_to_memory(&image, &file, &size, 0, pixels, 0, nil) != 0 else { throw .noMemory }
        return file
    }
}
