/// The words of the console, in one language.
struct ConsoleText: Sendable {
    let title: String
    let skip: String
    let transactions: String
    let counters: String
    let pages: String
    let languages: String
    let logIn: String
    let logOut: String
    let password: String
    let wrongPassword: String
    let tryLater: String
    let foreignForm: String
    let noValues: String
    let state: String
    let all: String
    let none: String
    let newest: String
    let older: String
    let transaction: String
    let key: String
    let question: String
    let ownQuestion: String
    let began: String
    let ended: String
    let devices: String
    let oneDevice: String
    let twoDevices: String
    let throughBrowser: String
    let purpose: String
    let asked: String
    let credential: String
    let type: String
    let claims: String
    let restricted: String
    let confirmed: String
    let result: String
    let walletSaid: String
    let refusedBy: String
    let whatToDo: String
    let issuer: String
    let trustedBy: String
    let binding: String
    let proven: String
    let notProven: String
    let status: String
    let revealed: String
    let steps: String
    let rule: String
    let check: String
    let on: String
    let outcome: String
    let passed: String
    let failed: String
    let skipped: String
    let noReport: String
    let byHour: String
    let lastDay: String
    let byQuestion: String
    let latency: String
    let sinceStart: String
    let hour: String
    let chart: String
    let accepted: String
    let refused: String
    let lapsed: String
    let underWay: String
    let route: String
    let requests: String
    let mean: String
    let half: String
    let most: String
    let distribution: String
    let unknown: String
    let states: [Transaction.State: String]

    static func words(_ language: PageLanguage) -> ConsoleText {
        switch language {
        case .english: english
        case .french: french
        case .arabic: arabic
        }
    }

    /// A state in words.
    func word(_ state: Transaction.State) -> String { states[state] ?? state.rawValue }
}
