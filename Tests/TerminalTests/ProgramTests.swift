import JSON
import Testing

@testable import Terminal

@Suite struct ProgramTests {
    @Test(arguments: [
        ("show 7f3a", "show 7f3a raw=false copies=0\nvault none tags \n"),
        ("show --raw 7f3a", "show 7f3a raw=true copies=0\nvault none tags \n"),
        ("show -rn3 7f3a", "show 7f3a raw=true copies=3\nvault none tags \n"),
        ("show -n=3 7f3a", "show 7f3a raw=false copies=3\nvault none tags \n"),
        ("show 7f3a --copies 64", "show 7f3a raw=false copies=64\nvault none tags \n"),
        ("show 7f3a --copies=1", "show 7f3a raw=false copies=1\nvault none tags \n"),
        ("show 7f3a --tag a --tag=b --tag=", ""),
        ("show 7f3a --tag a --tag=b", "show 7f3a raw=false copies=0\nvault none tags a+b\n"),
        ("--vault v show 7f3a", "show 7f3a raw=false copies=0\nvault v tags \n"),
        ("show --vault=a=b 7f3a", "show 7f3a raw=false copies=0\nvault a=b tags \n"),
        ("show -- --raw", "show --raw raw=false copies=0\nvault none tags \n"),
        ("show -", "show - raw=false copies=0\nvault none tags \n"),
        ("copy a b", "a -> b\n"), ("copy a", "a -> none\n"), ("trust list", "trust list\n"),
    ])
    func `CLI-02 parameters are read in every form that help shows`(line: String, output: String) {
        #expect(SampleProgram.run(line).output == output)
    }

    @Test func `CLI-02 a value may begin with a hyphen, as a random nonce does now and then`() {
        #expect(SampleProgram.run("check --nonce -aB a b").output == "check -aB: a|b\n")
        #expect(SampleProgram.run("check --nonce --aB a").output == "check --aB: a\n")
        #expect(SampleProgram.run("check --nonce=--json a").output == "check --json: a\n")
        let refused = SampleProgram.run("check --nonce --json a")
        #expect(refused.code == .usage)
    }

    @Test func `SEC-39 a command does not act when what must hold first does not, and help is shown all the same`() {
        let failing: @Sendable () throws -> Void = { throw SampleError.broken }
        let refused = SampleProgram.run("trust list", before: failing)
        #expect(refused.code == .failed)
        #expect(refused.output.isEmpty)
        #expect(refused.messages.contains("it is broken"))
        #expect(SampleProgram.run("trust --help", before: failing).code == .done)
        #expect(SampleProgram.run("--version", before: failing).code == .done)
        #expect(SampleProgram.run("trust list", before: {}).output == "trust list\n")
    }

    @Test(arguments: [
        ("show --rew 7f3a", "unknown_option", "did you mean --raw?"),
        ("show --frobnicate 7f3a", "unknown_option", "--help lists what there is"),
        ("show -x 7f3a", "unknown_option", "--help lists what there is"),
        ("--copies 3 show 7f3a", "unknown_option", "did you mean 'sample show --copies'?"),
        ("shwo 7f3a", "unknown_command", "did you mean 'sample show'?"),
        ("trust lits", "unknown_command", "did you mean 'sample trust list'?"),
        ("", "command_missing", "'sample --help' lists them"),
        ("trust", "command_missing", "'sample trust --help' lists them"),
        ("show 7f3a --copies", "value_missing", "write it after the option"),
        ("show --copies --raw 7f3a", "value_missing", "write --copies=--raw"),
        ("show --raw=yes 7f3a", "value_unexpected", "leave out"),
        ("show --copies 0 7f3a", "value_unfit", "a whole number from 1 to 64"),
        ("show --copies 65 7f3a", "value_unfit", "a whole number from 1 to 64"),
        ("show --copies 1e1 7f3a", "value_unfit", "a whole number from 1 to 64"),
        ("show --copies +1 7f3a", "value_unfit", "a whole number from 1 to 64"),
        ("show --copies 99999999999999999999 7f3a", "value_unfit", "a whole number from 1 to 64"),
        ("show --copies 1 --copies 2 7f3a", "given_twice", "give it once"),
        ("show", "parameter_missing", "cannot do without"),
        ("check a", "parameter_missing", "cannot do without"),
        ("check --nonce n", "parameter_missing", "cannot do without"),
        ("show 7f3a 8", "too_many_parameters", "quotation marks"),
        ("check --nonce n a --raw --copies 2", "exclusive_parameters", "choose one"),
    ])
    func
        `CLI-01 CLI-02 CNEG-01 CNEG-02 a line that is not understood ends with 2 and says on standard error what was meant`(
            line: String, code: String, hint: String
        )
    {
        let result = SampleProgram.run(line)
        #expect(result.code == .usage)
        #expect(result.messages.contains("(\(code))"), "\(result.messages)")
        #expect(result.messages.contains(hint), "\(result.messages)")
        #expect(result.messages.contains("\nusage: sample "))
        #expect(result.output.isEmpty || code == "exclusive_parameters")
    }

    @Test func `CLI-02 a variable gives the value of an absent option, and is checked like one`() {
        let variables = ["SAMPLE_VAULT": "from-variable"]
        #expect(SampleProgram.run("show 7", environment: variables).output.contains("vault from-variable"))
        #expect(SampleProgram.run("show 7 --vault x", environment: variables).output.contains("vault x"))
        #expect(SampleProgram.run("show 7", environment: ["SAMPLE_VAULT": ""]).output.contains("vault none"))
    }

    @Test(arguments: ["--help", "-h", "help", "--help --nonsense", "--help show 7 8 9"])
    func `CLI-03 help goes to standard output and ends with 0`(line: String) {
        let result = SampleProgram.run(line)
        #expect(result.code == .done)
        #expect(result.messages.isEmpty)
        #expect(result.output.hasPrefix("sample"))
    }

    @Test(arguments: ["show --help", "help show", "show 7f3a 8 -h", "--help show"])
    func `CLI-03 a command has help of its own, with its examples`(line: String) {
        let result = SampleProgram.run(line)
        #expect(result.code == .done)
        #expect(result.output.hasPrefix("sample show: show one credential\n\nusage: sample show [options] ID\n"))
        #expect(result.output.contains("sample show 7f3a\n"))
    }

    @Test func `CLI-03 the version names the libraries when asked for details`() {
        #expect(SampleProgram.run("--version").output == "sample 1.2.3\n")
        #expect(SampleProgram.run("--version --verbose").output == "sample 1.2.3\nlibsample 4.5\n")
        #expect(SampleProgram.run("--version --json").output.contains(#""version": "1.2.3""#))
    }

    @Test(arguments: [
        ("show 7", ExitCode.done), ("check --nonce n a", .failed), ("nothing", .usage), ("fail known", .locked),
        ("fail declined", .declined), ("fail other", .network), ("fail unknown", .failed),
    ])
    func `CLI-05 the exit code tells how a command ended`(line: String, code: ExitCode) {
        #expect(SampleProgram.run(line).code == code)
    }

    @Test func `CLI-05 the six exit codes keep their numbers`() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
    }

    @Test func `CLI-05 an error names the problem, what to do, and the rule`() {
        #expect(
            SampleProgram.run("fail known").messages
                == "sample: it is broken\n  hint: mend it\n  rule: SDJWT-43 (sample_broken)\n")
        #expect(SampleProgram.run("fail unknown").messages.contains("UnwordedError"))
    }

    @Test func `CLI-06 with --json an error is one object on standard error`() throws {
        let result = SampleProgram.run("fail known --json")
        #expect(result.output.isEmpty)
        let error = try JSONValue(parsing: result.messages)
        #expect(error["rule"]?.string == "SDJWT-43")
        #expect(error["code"]?.string == "sample_broken")
        #expect(error["hint"]?.string == "mend it")
        let usage = SampleProgram.run("show --rew 7 --json").messages
        #expect(usage.contains("unknown_option"))
    }

    @Test func `CLI-06 with --json nothing but JSON is printed`() throws {
        let result = SampleProgram.run("trust list --json")
        #expect(try JSONValue(parsing: result.output) == ["anchors": []])
    }

    @Test func `SEC-06 a wrong word with control characters cannot act on the terminal`() {
        let result = SampleProgram.run("sh\u{1B}[2Jow\u{202E}")
        #expect(result.messages.contains(#"sh\u{1B}[2Jow\u{202E}"#))
        #expect(!result.messages.contains("\u{1B}"))
    }
}
