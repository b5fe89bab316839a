import Testing

@testable import Terminal

@Suite struct TableTests {
    private func table() -> Table {
        var table = Table([.init("id", cutting: .forbidden), .init("issuer"), .init("copies", .trailing)])
        table.append(["7f3a", "Poste française", "12"])
        table.append(["80b1", "日本郵便", "3"])
        table.append(["91c2", "Cafe\u{301} Post", "100"])
        return table
    }

    private func text(_ table: Table, _ width: Int?, _ glyphs: Glyphs = .unicode) -> String {
        table.lines(width: width, glyphs: glyphs).map(\.plain).joined(separator: "\n")
    }

    @Test func `CLI-07 columns are aligned as a terminal shows them`() {
        let expected = """
            id    issuer           copies
            7f3a  Poste française      12
            80b1  日本郵便              3
            91c2  Cafe\u{301} Post           100
            """
        #expect(text(table(), nil) == expected)
        #expect(text(table(), 29) == expected)
    }

    @Test func `CLI-07 a terminal that is too narrow cuts the widest column, and never one that must stay whole`() {
        let expected = """
            id    issuer     copies
            7f3a  Poste fr…      12
            80b1  日本郵便        3
            91c2  Cafe\u{301} Post     100
            """
        #expect(text(table(), 23) == expected)
        #expect(text(table(), 23, .ascii).contains("Poste fr~"))
        #expect(text(table(), 1).contains("7f3a"))
    }

    @Test func `CLI-07 half an ideograph is never shown`() {
        let cell: Text = "\("日本郵便")"
        #expect(cell.cut(to: 8, ellipsis: "…").plain == "日本郵便")
        #expect(cell.cut(to: 7, ellipsis: "…").plain == "日本郵…")
        #expect(cell.cut(to: 6, ellipsis: "…").plain == "日本…")
        #expect(cell.cut(to: 0, ellipsis: "…").displayWidth <= 1)
    }

    @Test func `CLI-07 no line ends with a blank, and short rows are filled up`() {
        var table = Table([.init(""), .init("", .trailing), .init("")])
        table.append(["a"])
        table.append(["bb", "", "c"])
        table.append(["bb", "10", "c", "beyond"])
        #expect(text(table, nil) == "a\nbb      c\nbb  10  c")
    }

    @Test func `CLI-07 a table without rows has its heading only`() {
        #expect(text(Table([.init("id"), .init("type")]), nil) == "id  type")
        #expect(Table([.init("")]).lines(width: nil).isEmpty)
    }
}
