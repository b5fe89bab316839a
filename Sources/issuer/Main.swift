import Terminal

@main struct Main {
    static func main() { IssuerProgram.program.main() }
}
