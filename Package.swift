// swift-tools-version: 6.2
import PackageDescription

// Targets are listed from the bottom up. The loop at the end refuses an import of anything that stands lower in the list,
// so the order of this list is the layering of the house (docs/architecture.md draws it).

let ground: [String] = ["Rules", "Bytes"]
let cryptographic = ground + ["JSON", "Cryptography", "Certificates", "JOSE"]
let formats = cryptographic + ["CredentialModel", "TokenStatusList", "SDJWT", "SDJWTVC"]
let protocols = formats + ["Trust", "HTTP"]
let kits = protocols + ["Files", "DCQL", "OpenID4VP", "OpenID4VCI", "SQLite", "TrustFetching"]
let commands = kits + ["Terminal", "ReportView", "TrustCommands", "HTTPClient", "QRCode"]

let package = Package(
    name: "carnet",
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CMicrohttpd", pkgConfig: "libmicrohttpd"),
        .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode"),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng"),
        .target(name: "CZBar"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),

        module("Rules", []),
        module("Bytes", ["Rules"]),
        module("Files", ["Rules"]),
        module("JSON", ground),
        module("CBOR", ground),
        module("CredentialModel", ground + ["JSON"]),
        module("Cryptography", ground + ["CSodium", "COpenSSL"]),
        module("Certificates", ground + ["Cryptography", "COpenSSL"]),
        module("JOSE", ground + ["JSON", "Cryptography", "Certificates"]),
        module("COSE", ground + ["CBOR", "Cryptography", "Certificates"]),
        module("Trust", cryptographic + ["Files", "CredentialModel"]),
        module("TokenStatusList", cryptographic + ["CBOR", "COSE", "CredentialModel", "CZlib"]),
        module("SDJWT", cryptographic),
        module("SDJWTVC", cryptographic + ["Files", "CredentialModel", "Trust", "TokenStatusList", "SDJWT"]),
        module("DCQL", ground + ["JSON", "CredentialModel"]),
        module("HTTP", ground + ["JSON"]),
        module("TrustFetching", ground + ["Certificates", "Trust", "HTTP"]),
        module("OpenID4VP", protocols + ["DCQL"]),
        module("OpenID4VCI", protocols),
        module("SQLite", ground + ["CSQLite"]),
        module("Vault", ground + ["CBOR", "Cryptography", "SQLite"]),
        module("HTTPClient", ground + ["HTTP", "CCurl"]),
        module("HTTPServer", ground + ["JSON", "HTTP", "CMicrohttpd"]),
        module("QRCode", ground + ["CQRencode", "CPNG", "CZBar"]),
        module("Terminal", ground + ["JSON"]),
        module("ReportView", ground + ["JSON", "CredentialModel", "Terminal"]),
        module("TrustCommands", cryptographic + ["Files", "Trust", "HTTP", "HTTPClient", "TrustFetching", "Terminal"]),
        module(
            "ServiceCommands",
            cryptographic + ["Files", "CredentialModel", "HTTP", "HTTPServer", "Terminal", "ReportView"]),
        module("WalletKit", kits + ["CBOR", "Vault"]),
        module("VerifierKit", kits + ["QRCode"]),
        module("IssuerKit", kits),
        module("ConformanceKit", kits + ["CBOR", "COSE"]),

        command("wallet", commands + ["Vault", "WalletKit"]),
        command("verifier", commands + ["HTTPServer", "ServiceCommands", "VerifierKit"]),
        command("issuer", commands + ["HTTPServer", "ServiceCommands", "IssuerKit"]),
        command("conformance", commands + ["ConformanceKit"]),

        .target(name: "TestSupport", dependencies: named(formats + ["Trust"]), path: "Tests/TestSupport"),
        .executableTarget(
            name: "bench", dependencies: named(commands + ["CZlib", "Vault", "TestSupport"]), path: "bench"),
        tests("Rules", []),
        tests("Bytes", ground),
        tests("Files", ["Rules"]),
        tests("JSON", ground + ["JSON"]),
        tests("CBOR", ground + ["CBOR", "JSON"]),
        tests("CredentialModel", ground + ["JSON", "CredentialModel"]),
        tests("Cryptography", ground + ["JSON", "Cryptography"]),
        tests("Certificates", ground + ["Cryptography", "Certificates"]),
        tests("JOSE", cryptographic),
        tests("COSE", ground + ["CBOR", "Cryptography", "Certificates", "COSE"]),
        tests("TokenStatusList", cryptographic + ["CBOR", "COSE", "CredentialModel", "TokenStatusList"]),
        tests("SDJWT", cryptographic + ["SDJWT"]),
        tests("SDJWTVC", formats + ["Files", "Trust"]),
        tests("Trust", formats + ["Files", "Trust"]),
        tests("DCQL", ground + ["JSON", "CredentialModel", "DCQL"]),
        tests("HTTP", ground + ["JSON", "HTTP"]),
        tests("OpenID4VP", protocols + ["DCQL", "OpenID4VP"]),
        tests("OpenID4VCI", protocols + ["OpenID4VCI"]),
        tests("SQLite", ground + ["SQLite"]),
        tests("Vault", ground + ["CBOR", "Cryptography", "SQLite", "Vault"], exclude: ["Fixtures"]),
        tests("HTTPClient", ground + ["JSON", "HTTP", "HTTPClient", "HTTPServer"]),
        tests("HTTPServer", ground + ["JSON", "HTTP", "HTTPServer"]),
        tests("QRCode", ground + ["QRCode"]),
        tests("Terminal", ground + ["JSON", "Terminal"]),
        tests("ReportView", ground + ["JSON", "CredentialModel", "Terminal"]),
        tests("TrustFetching", cryptographic + ["Files", "Trust", "HTTP", "TrustFetching"]),
        tests("TrustCommands", cryptographic + ["Files", "Trust", "HTTP", "Terminal"]),
        tests(
            "ServiceCommands",
            cryptographic + ["Files", "CredentialModel", "HTTP", "HTTPServer", "HTTPClient", "Terminal", "ReportView"]),
        tests("WalletKit", kits + ["CBOR", "Vault", "WalletKit"]),
        tests("VerifierKit", kits + ["CBOR", "COSE", "VerifierKit"]),
        tests("IssuerKit", kits + ["IssuerKit"]),
        tests("ConformanceKit", kits + ["CBOR", "ConformanceKit"]),
        .testTarget(
            name: "MutationTests",
            dependencies: named(
                protocols + ["CBOR", "DCQL", "OpenID4VP", "OpenID4VCI", "QRCode", "Terminal", "TestSupport"])),
        .testTarget(name: "BenchTests", dependencies: named(["JSON", "bench"])),
        .testTarget(
            name: "EndToEndTests",
            dependencies: named([
                "CSQLite", "Rules", "Bytes", "JSON", "Cryptography", "Certificates", "JOSE", "HTTP", "Vault",
                "HTTPClient", "TestSupport",
            ])),
    ]
)

func named(_ names: [String]) -> [Target.Dependency] { names.map { .byNameItem(name: $0, condition: nil) } }

func module(_ name: String, _ dependencies: [String]) -> Target {
    .target(name: name, dependencies: named(dependencies))
}

func command(_ name: String, _ dependencies: [String]) -> Target {
    .executableTarget(name: name, dependencies: named(dependencies))
}

func tests(_ module: String, _ dependencies: [String], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(module)Tests",
        dependencies: named(dependencies + [module, "TestSupport"].filter { !dependencies.contains($0) }),
        exclude: exclude)
}

/// A target may import only what stands above it: the order of the list is the layering.
var above: Set<String> = []
for target in package.targets {
    for case .byNameItem(let name, _) in target.dependencies where !above.contains(name) {
        fatalError("\(target.name) may not import \(name), which stands below it in Package.swift")
    }
    above.insert(target.name)
    guard target.type != .system else { continue }
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
    ]
    #if compiler(>=6.3)
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
    #else
        // 6.2 sees other expressions as unsafe than 6.3 does, and wants lifetimes spelled out that 6.3 infers.
        target.swiftSettings?.append(.enableExperimentalFeature("Lifetimes"))
    #endif
}
