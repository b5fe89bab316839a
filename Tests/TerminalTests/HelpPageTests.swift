import TestSupport
import Testing

@testable import Terminal

@Suite struct HelpPageTests {
    @Test func `CLI-03 the page of a command in 72 columns`() {
        let page = HelpPage(
            path: [Command("sample", "tries"), SampleProgram.show], globals: [SampleProgram.vault, GlobalOptions.help])
        let expected = """
            sample show: show one credential

            usage: sample show [options] ID

            Shows all claims of one credential.

            Parameters
              ID  a credential, or the beginning of its identifier

            Options
              -r, --raw       print the credential as it was received
              -n, --copies N  how many copies are shown
              --tag TAG       a word to find it by (may be repeated)

            Options of all commands
              --vault FILE  the vault (variable SAMPLE_VAULT)
              -h, --help    show this help, or that of a command

            Examples
              sample show 7f3a
                  all claims of the credential 7f3a…
            """
        #expect(page.lines(width: 72).map(\.plain).joined(separator: "\n") == expected)
    }

    @Test(arguments: [20, 40, 60, 80, 100, 200])
    func `CLI-03 meanings are wrapped to the width of the terminal`(width: Int) {
        let words = String(repeating: "word ", count: 60)
        let command = Command("x", "y", discussion: words, parameters: [Flag("flag", words)])
        let lines = HelpPage(path: [command], globals: []).lines(width: width)
        #expect(lines.map(\.displayWidth).max() ?? 0 <= max(32, min(width, 100)))
        #expect(lines.count > 4)
    }

    @Test(arguments: [
        (SampleProgram.check, "sample --nonce NONCE [options] FILE…"),
        (SampleProgram.copy, "sample [options] ID [TARGET]"),
        (SampleProgram.trust, "sample [options] COMMAND"),
    ])
    func `CLI-03 the usage line shows what must and what may be given`(command: Command, usage: String) {
        let named = Command(
            "sample", "", parameters: command.parameters, subcommands: command.subcommands, action: command.action)
        #expect(HelpPage(path: [named], globals: []).usage == usage)
    }
}
