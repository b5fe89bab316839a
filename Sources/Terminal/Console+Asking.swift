extension Console {
    /// Which answer an empty line means.
    public enum Preset: Sendable, Hashable {
        /// Yes.
        case yes
        /// No.
        case no
        /// Neither: the person has to type.
        case none
    }

    /// Asks a question that is answered by yes or no; `--yes` answers it.
    ///
    /// - Throws: `cannotAsk`, `interrupted`, `noUsableAnswer`.
    public func confirm(_ question: Text, preset: Preset = .no) throws(TerminalError) -> Bool {
        if mode.saysYes {
            say("\(question) yes (--yes)")
            return true
        }
        let choices: Text = preset == .yes ? "[Y/n]" : preset == .no ? "[y/N]" : "[y/n]"
        let way = "answer it with --yes"
        return try ask("\(question) \(choices) ", question, way: way) { answer in
            switch answer.lowercased() {
            case "y", "yes": true
            case "n", "no": false
            case "": preset == .none ? nil : preset == .yes
            default: nil
            }
        }
    }

    /// Asks to choose one of several; each is shown on a line with its number.
    ///
    /// - Parameters:
    ///   - question: what is chosen.
    ///   - choices: at least one; a single one is not asked.
    ///   - preset: index of the one that an empty line means.
    ///   - option: how the choice is given without asking, such as `--copy ID`.
    /// - Returns: the index of the choice.
    /// - Throws: `cannotAsk`, `interrupted`, `noUsableAnswer`.
    public func choose(
        _ question: Text, among choices: [Text], preset: Int? = nil, option: String
    ) throws(TerminalError) -> Int {
        if choices.count == 1 { return 0 }
        guard dialogue.isPresent else { throw .cannotAsk(question: question.plain, way: "give it as \(option)") }
        for (index, choice) in choices.enumerated() { write("  \(index + 1)  \(choice)", to: messages) }
        let range = "1-\(choices.count)"
        let shown: Text = preset.map { "\(question) [\(range), \($0 + 1)] " } ?? "\(question) [\(range)] "
        return try ask(shown, question, way: "give it as \(option)") { answer in
            if answer.isEmpty { return preset }
            guard let number = Int(answer), choices.indices.contains(number - 1) else { return nil }
            return number - 1
        }
    }

    /// Asks for a line of text.
    ///
    /// - Parameters:
    ///   - question: what is asked for.
    ///   - option: how the answer is given without asking, such as `--tx-code CODE`.
    ///   - limitBytes: the longest answer.
    ///   - accept: the value of an answer, nil when it does not fit and the question is put again.
    /// - Throws: `cannotAsk`, `interrupted`, `noUsableAnswer`, `answerTooLong`.
    public func ask<Value>(
        _ question: Text, option: String, limitBytes: Int = 4096, accept: (String) -> Value?
    ) throws(TerminalError) -> Value {
        try ask("\(question): ", question, way: "give it as \(option)", limitBytes: limitBytes, accept: accept)
    }

    /// Asks for a secret, or reads it where the person said.
    ///
    /// - Parameters:
    ///   - question: what is asked for.
    ///   - source: where it comes from.
    ///   - limitBytes: the longest secret.
    /// - Throws: `cannotAsk`, `interrupted`, `answerTooLong`, `secretUnreadable`, `secretEmpty`, `noMemoryForSecret`.
    public func secret(
        _ question: Text, from source: SecretSource, limitBytes: Int = 1024
    ) throws(TerminalError) -> TypedSecret {
        switch source {
        case .prompt:
            return try dialogue.secret(shown("\(question): "), question: question.plain, limitBytes: limitBytes)
        case .file(let path):
            if SecretSource.isReadableByOthers(path) {
                warn("\(path) can be read by others than its owner; chmod 600 keeps it private")
            }
            return try SecretSource.read(file: path, question: question.plain, limitBytes: limitBytes)
        case .descriptor(let number):
            return try SecretSource.read(
                number, source: "descriptor \(number)", question: question.plain, limitBytes: limitBytes)
        }
    }

    /// Asks for a new secret; one that is typed must be typed twice.
    ///
    /// - Throws: as `secret`, and `secretsDiffer`.
    public func newSecret(
        _ question: Text, from source: SecretSource, limitBytes: Int = 1024
    ) throws(TerminalError) -> TypedSecret {
        let secret = try secret(question, from: source, limitBytes: limitBytes)
        guard source == .prompt else { return secret }
        let again = try self.secret("\(question), again", from: .prompt, limitBytes: limitBytes)
        guard secret.isSame(as: again) else { throw .secretsDiffer }
        return secret
    }

    private func ask<Value>(
        _ prompt: Text, _ question: Text, way: String, limitBytes: Int = 4096, accept: (String) -> Value?
    ) throws(TerminalError) -> Value {
        guard dialogue.isPresent else { throw .cannotAsk(question: question.plain, way: way) }
        for _ in 0..<3 {
            let answer = try dialogue.line(shown(prompt), question: question.plain, limitBytes: limitBytes)
            if let value = accept(answer.trimmingBlanks) { return value }
            write("this answer does not fit", to: messages)
        }
        throw .noUsableAnswer(question: question.plain)
    }

    private func shown(_ prompt: Text) -> String {
        prompt.rendered(isColoured: messages.isColoured && !mode.isPlain, isASCII: messages.isASCII)
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
