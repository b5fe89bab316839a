import Terminal

/// The options that every command of the wallet takes.
enum WalletOptions {
    static let vault = Option(
        "vault", "FILE", "the wallet's file (default $XDG_DATA_HOME/carnet/wallet.vault)", variable: "WALLET_VAULT")
    static let trust = Option(
        "trust", "FOLDER", "whom you trust (default $XDG_CONFIG_HOME/carnet/trust)", variable: "CARNET_TRUST")
    static let passphraseFile = Option("passphrase-file", "FILE", "read the passphrase from the first line of a file")
    static let passphraseDescriptor = Option(
        "passphrase-fd", "N", "read the passphrase from an open file descriptor", as: .integer(0...1023))
    static let loopback = Flag("allow-loopback", "for trials: permit http on this machine's own addresses")

    static let language = Option(
        "lang", "TAG", "the language of names, such as fr or fr-CH (default that of LC_ALL, LC_MESSAGES or LANG)",
        as: .languageTag)

    static let haip = Flag("haip", "hold issuers and verifiers to the high assurance profile HAIP 1.0")

    static let all: [any Parameter] = [vault, trust, passphraseFile, passphraseDescriptor, loopback, haip, language]
}
