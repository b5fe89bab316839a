/// The options that every program has, before and after the command.
public enum GlobalOptions {
    /// Data as JSON.
    public static let json = Flag("json", "print data as JSON")
    /// No questions for consent.
    public static let yes = Flag("yes", "answer questions for consent with yes, without asking", letter: "y")
    /// No messages.
    public static let quiet = Flag("quiet", "say nothing but errors, warnings and questions", letter: "q")
    /// All details.
    public static let verbose = Flag("verbose", "say more about what is done", letter: "v")
    /// No colour.
    public static let plain = Flag("no-color", "print no colours (so does the variable NO_COLOR)")
    /// Help.
    public static let help = Flag("help", "show this help, or that of a command", letter: "h")
    /// Version.
    public static let version = Flag("version", "show the version; with --verbose also those of the libraries")

    static let all: [any Parameter] = [json, yes, quiet, verbose, plain, help, version]
}
