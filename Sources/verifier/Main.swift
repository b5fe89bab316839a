import Terminal

@main struct Main {
    static func main() { VerifierProgram.program.main() }
}
