import Rules

/// The list of transactions: newest first, in parts, by state.
struct ConsoleList {
    /// Lines of one page.
    static let limit = 25

    let state: Transaction.State?
    /// One more than a page has, when there are more.
    let lines: [ListedTransaction]
    let counts: [Transaction.State: Int]
    /// Whether it begins with the newest.
    let isFirst: Bool
    let language: PageLanguage

    /// The content of the page.
    var html: String {
        let words = ConsoleText.words(language)
        let shown = lines.prefix(Self.limit)
        let rows = shown.map { line in
            [
                "<a href=\"console/transactions/\(line.number)?lang=\(language.rawValue)\">"
                    + "\(ConsoleMarkup.data(line.shortID + "…"))</a>",
                "<span class=\"state \(ConsoleMarkup.kind(line.state))\">\(words.word(line.state))</span>",
                line.template.map(ConsoleMarkup.data) ?? "<span class=\"quiet\">\(words.ownQuestion)</span>",
                ConsoleMarkup.data(line.keyName), Self.time(line.createdAt), line.endedAt.map(Self.time) ?? "",
            ]
        }
        let head = [words.transaction, words.state, words.question, words.key, words.began, words.ended]
        let table = rows.isEmpty ? "<p>\(words.none)</p>" : ConsoleMarkup.table(head, rows)
        return """
            <nav aria-label="\(words.state)"><ul class="row">\(filters(words))</ul></nav>
            \(table)
            <ul class="row">\(pages(words))</ul>
            """
    }

    private func filters(_ words: ConsoleText) -> String {
        let choices: [Transaction.State?] = [nil] + Transaction.State.allCases.map { $0 }
        return choices.map { choice in
            let count = choice.map { counts[$0] ?? 0 } ?? counts.values.reduce(0) { $0 &+ $1 }
            let current = choice == state ? " aria-current=\"true\"" : ""
            return
                "<li><a href=\"\(link(choice))\"\(current)>\(choice.map(words.word) ?? words.all) (\(count))</a></li>"
        }.joined()
    }

    private func pages(_ words: ConsoleText) -> String {
        let newest = isFirst ? "" : "<li><a href=\"\(link(state))\">\(words.newest)</a></li>"
        guard lines.count > Self.limit, let last = lines.prefix(Self.limit).last else { return newest }
        return newest + "<li><a rel=\"next\" href=\"\(link(state))&amp;before=\(last.number)\">\(words.older)</a></li>"
    }

    private func link(_ state: Transaction.State?) -> String {
        "?lang=\(language.rawValue)" + (state.map { "&amp;state=\($0.rawValue)" } ?? "")
    }

    /// To the second, without the letters between day and hour.
    static func time(_ time: UnixTime) -> String {
        let text = time.description
        return "<time datetime=\"\(text)\"><bdi>\(text.prefix(10)) \(text.dropFirst(11).prefix(8))</bdi></time>"
    }
}
