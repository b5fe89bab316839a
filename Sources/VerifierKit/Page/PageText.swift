/// The words of the page, in one language.
struct PageText: Sendable {
    let title: String
    let asks: String
    let scan: String
    let picture: String
    let link: String
    let open: String
    let caution: String
    let waiting: String
    let validUntil: String
    let answered: String
    let answeredHelp: String
    let expired: String
    let withdrawn: String
    let otherBrowser: String
    let unknown: String
    let beginAgain: String
    let pause: String
    let resume: String
    let languages: String

    static func words(_ language: PageLanguage) -> PageText {
        switch language {
        case .english: english
        case .french: french
        case .arabic: arabic
        }
    }

    private static let english = PageText(
        title: "Show information from your wallet", asks: "This service asks for information from your wallet:",
        scan: "Scan this code with your wallet", picture: "QR code of the request; the link below it says the same",
        link: "Is your wallet on this device?", open: "Open the wallet on this device",
        caution:
            "Answer only if you opened this page yourself. If somebody sent you this page or this code, do not "
            + "answer: your information would go to them.",
        waiting: "Waiting for your wallet", validUntil: "Valid until", answered: "Your wallet has answered",
        answeredHelp: "You can close this page and go back to where you came from.",
        expired: "The time for this request is over", withdrawn: "This request was taken back",
        otherBrowser: "This request belongs to another browser", unknown: "This request is not known",
        beginAgain: "No answer was taken. Go back to where you came from and begin again.",
        pause: "Stop updating this page", resume: "Update this page by itself", languages: "Language")

    private static let french = PageText(
        title: "Présenter des informations de votre portefeuille",
        asks: "Ce service demande des informations de votre portefeuille :",
        scan: "Scannez ce code avec votre portefeuille",
        picture: "Code QR de la demande ; le lien ci-dessous dit la même chose",
        link: "Votre portefeuille est sur cet appareil ?", open: "Ouvrir le portefeuille sur cet appareil",
        caution:
            "Ne répondez que si vous avez ouvert cette page vous-même. Si quelqu’un vous a envoyé cette page ou ce "
            + "code, ne répondez pas : vos informations lui parviendraient.",
        waiting: "En attente de votre portefeuille", validUntil: "Valable jusqu’à",
        answered: "Votre portefeuille a répondu",
        answeredHelp: "Vous pouvez fermer cette page et revenir à votre point de départ.",
        expired: "Le délai de cette demande est écoulé", withdrawn: "Cette demande a été retirée",
        otherBrowser: "Cette demande appartient à un autre navigateur", unknown: "Cette demande est inconnue",
        beginAgain: "Aucune réponse n’a été prise. Revenez à votre point de départ et recommencez.",
        pause: "Arrêter l’actualisation de la page", resume: "Actualiser la page automatiquement", languages: "Langue")

    private static let arabic = PageText(
        title: "عرض معلومات من محفظتك", asks: "تطلب هذه الخدمة معلومات من محفظتك:",
        scan: "امسح هذا الرمز بمحفظتك", picture: "رمز QR للطلب؛ الرابط أدناه يؤدي الغرض نفسه",
        link: "هل محفظتك على هذا الجهاز؟", open: "افتح المحفظة على هذا الجهاز",
        caution: "لا تُجب إلا إذا فتحت هذه الصفحة بنفسك. إذا أرسل إليك أحد هذه الصفحة أو هذا الرمز فلا تُجب، "
            + "لأن معلوماتك ستصل إليه.",
        waiting: "في انتظار محفظتك", validUntil: "صالح حتى", answered: "أجابت محفظتك",
        answeredHelp: "يمكنك إغلاق هذه الصفحة والعودة إلى حيث بدأت.", expired: "انتهت مهلة هذا الطلب",
        withdrawn: "سُحب هذا الطلب", otherBrowser: "هذا الطلب يخص متصفحًا آخر", unknown: "هذا الطلب غير معروف",
        beginAgain: "لم تُقبل أي إجابة. عُد إلى حيث بدأت وابدأ من جديد.", pause: "أوقف تحديث هذه الصفحة",
        resume: "حدّث هذه الصفحة تلقائيًا", languages: "اللغة")
}
