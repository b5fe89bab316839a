import CredentialModel
import Testing

@Suite struct WritingSystemsTests {
    @Test(arguments: [
        "P\u{430}ypal", "\u{420}ost", "Pos\u{3C4}", "\u{391}thens", "\u{13A0}a", "B\u{585}nk", "Post of K\u{435}a",
        "\u{442}est1", "pa\u{200B}\u{443}", "pa\u{301}\u{443}", "\u{FF30}\u{43E}st", "\u{1F08}n", "\u{43A}\u{3C5}",
        "a1\u{430}", "O\u{2019}Br\u{456}en",
    ])
    func `PAY-12 a word with letters of scripts that look alike is seen`(name: String) { #expect(name.mixesScripts) }

    @Test(arguments: [
        "", "Post Office Nairobi", "\u{41F}\u{43E}\u{447}\u{442}\u{430}", "\u{388}\u{3BB}\u{3C4}\u{3B1} Post",
        "\u{41F}\u{43E}\u{447}\u{442}\u{430} Russia", "\u{41F}\u{43E}\u{447}\u{442}\u{430}-Post",
        "Caf\u{E9} \u{D8}stergade \u{141}\u{F3}d\u{17A}", "e\u{301}t\u{E9} 24\u{D7}7", "\u{90F5}\u{4FBF}\u{5C40}ABC",
        "\u{5D3}\u{5D5}\u{5D0}\u{5E8} abc", "\u{10E4}Post", "KE-POST-0001", "\u{570}\u{561}\u{575} post",
        "23.58 EUR", "\u{FF30}\u{FF2F}\u{FF33}\u{FF34}A", "\u{1EA0}n", "\u{3B1}\u{301}",
    ])
    func `PAY-12 names of one script in each word are shown as they are`(name: String) { #expect(!name.mixesScripts) }
}
