import SDJWTVC
import Testing

@Suite struct DataURITests {
    private func read(_ text: String, limit: Int = 1000) throws(TypeMetadataError) -> DataURI {
        try DataURI(parsing: text, allowing: DataURI.pixelPictures + DataURI.vectorPictures, limitBytes: limit)
    }

    @Test func `VC-08 data in base64 and in percent form is read`() throws {
        #expect(try read("data:image/png;base64,AQID").bytes == [1, 2, 3])
        #expect(try read("DATA:image/SVG+xml;charset=utf-8,%3Csvg%2f>").bytes == Array("<svg/>".utf8))
        #expect(try read("data:image/svg+xml,").bytes.isEmpty)
    }

    @Test(arguments: [
        "data:text/html,x", "data:,x", "data:application/javascript;base64,AQID", "https://example.com/x.png",
        "data:image/png;base64", "data:image/png;base64,A", "data:image/png;base64,A_==", "data:image/png,%4", "data",
        "data:image/gif;base64,AQID", "atad:image/png,abc", "image/png,abc",
    ])
    func `VC-08 other kinds and broken data are refused`(text: String) {
        #expect(throws: TypeMetadataError.template(.data)) { try read(text) }
    }

    @Test func `VC-08 content at the limit is read, one byte more is not`() throws {
        #expect(try read("data:image/png,abc", limit: 3).bytes.count == 3)
        #expect(throws: TypeMetadataError.template(.tooLarge(limit: 3))) { try read("data:image/png,abcd", limit: 3) }
        #expect(throws: TypeMetadataError.template(.tooLarge(limit: 2))) {
            try read("data:image/png;base64,AQID", limit: 2)
        }
        let long = "data:image/png;base64," + String(repeating: "AQID", count: 1000)
        #expect(throws: TypeMetadataError.template(.tooLarge(limit: 2))) { try read(long, limit: 2) }
        let broken = "data:image/png;base64," + String(repeating: "!", count: 4000)
        #expect(throws: TypeMetadataError.template(.tooLarge(limit: 2)), "what is too long is not decoded first") {
            try read(broken, limit: 2)
        }
    }
}
