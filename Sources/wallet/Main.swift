import Terminal

@main struct Main {
    static func main() { WalletProgram.program.main() }
}
