/// What wallets send in the examples. A wallet of the tests made it, and a test verifies it.
extension APIExamples {
    /// An answer to a key that is forgotten (JWE); what it says is `access_denied`.
    static let encryptedRefusal = """
        eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSIsImtpZCI6InBlWDBRX1RIRWJxZU1WQTZlVjMwbnciLCJlcGsiOnsia3R5IjoiRUMi\
        LCJjcnYiOiJQLTI1NiIsIngiOiJsc0x5aV83eFJ2cGtSRGJHazJUTzhBSU9xSnBWUXJ1MzVlcGxJWW9iMXJnIiwieSI6IkVOLWR3cjY2Y2g5\
        VkI5WU1MMVlRNEtBT2NnWFFQZHFzNTJSVkF4SVNjajAifX0..1B0xbITeY2h4o3Zh.iH8VGlODoKF1hXYJDwxNZRSyvkSIPFfYQQ.PhxoyRr\
        fnxWQaVNOZQMp-A
        """

    /// A presentation of `given_name`, bound to the nonce and the audience of the examples.
    static let presentation = "\(credential)~\(disclosure)~\(binding)"

    /// The same credential, with which the payment of the examples is confirmed.
    static let confirmation = "\(credential)~\(disclosure)~\(confirmingBinding)"

    /// The issuer's JWT.
    private static let credential = """
        eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCIsIng1YyI6WyJNSUlCM1RDQ0FZT2dBd0lCQWdJQkFqQUtCZ2dxaGtqT1BRUURBakEr\
        TVFzd0NRWURWUVFHRXdKSFVqRVVNQklHQTFVRUNnd0xVRzl6ZENCdlppQkxaV0V4R1RBWEJnTlZCQU1NRUZCdmMzUWdiMllnUzJWaElGSnZi\
        M1F3SGhjTk1qWXhNVEUwTURBd01EQXdXaGNOTWpZeE1qQTBNREF3TURBd1dqQkZNUXN3Q1FZRFZRUUdFd0pIVWpFVU1CSUdBMVVFQ2d3TFVH\
        OXpkQ0J2WmlCTFpXRXhJREFlQmdOVkJBTU1GMUJ2YzNRZ2IyWWdTMlZoSUVOeVpXUmxiblJwWVd4ek1Ga3dFd1lIS29aSXpqMENBUVlJS29a\
        SXpqMERBUWNEUWdBRVRkVDAxa3lBTzdyTDY0TGJTdWt5UGtVV2lWTWgvYUdHS1F6cktadGg4Y2loK1hJZlBXN095TEQrN0xLSVFqL2d5RmlP\
        YlNtQ3JPMGovYVZhZFhXZmtLTnJNR2t3SFFZRFZSME9CQllFRkFGZ1V4WkZtQjVRUkZ3MzgyZGthM1JnaHhpNE1COEdBMVVkSXdRWU1CYUFG\
        S1FCRXhEM3dYRmJ3WTdSK3BuTVJVNEpFOUNzTUE0R0ExVWREd0VCL3dRRUF3SUhnREFYQmdOVkhSRUVFREFPZ2d4d2IzTjBMbVY0WVcxd2JH\
        VXdDZ1lJS29aSXpqMEVBd0lEU0FBd1JRSWhBSnB5Z0JKWlNPQ0V6TXpJcUxlZGd6MnkwaTBuVmkycDBGdlhCUlZUZVFHSUFpQmdVYWdOMk5T\
        TVhlY0RucUZwUmZVMkpIeDQrc0VLWkdxS0Y5NXNBTmRENXc9PSJdfQ.eyJpc3MiOiJodHRwczovL3Bvc3QuZXhhbXBsZSIsInZjdCI6InVyb\
        jpjYXJuZXQ6cG9zdGFsOmlkZW50aXR5OjEiLCJpYXQiOjE3OTU0NzQ4MDAsImV4cCI6MTc5NTU2NDgwMCwibmF0aW9uYWxpdGllcyI6W3siL\
        i4uIjoibElVdVpmUnRxenpjU0tiSTg1bmpZaWR0dG9ndENWOWc0THc4UGxCUEFIayJ9LHsiLi4uIjoiUGFGN1hCWHZQaWRiMTNZaVpZSDNVT\
        2U1d1BISDlzUk8yYkM3TjNFdndUUSJ9XSwiYWdlX2VxdWFsX29yX292ZXIiOnsiMjEiOnRydWUsIl9zZCI6WyJ3bUU4dzQtTndLY2pKdlktV\
        TFqRnN0MzNiUlZuQWM2VTNPdndtTi1DSjN3Il19LCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiMTVkemZVQ\
        0JWQzMtRVJxYWJMcHFVdWtSR1BKNmdVLU9neDZQY3RVV1g1TSIsInkiOiJDTnFXVWlKT3J6bjBXUW1MVkYxU0NRRFRjdHB1Yzg4enhBTXFnb\
        VRudXVRIn19LCJfc2QiOlsiTFk5cDRVS05aZlpBYkR1d1k1OWhlNGlUSWFCaU9Xb0xuVVlNbGo1eG52NCIsImVQTFpuUEg3WFBUd3ZyZ2gxd\
        W55STRfSWhUakgtR2NXeWFaWmZ0UVZId2MiLCJ6Unlmejg1MG8xZDBhNllYODJ2NEVmT1owR251WDlERlVJdDZUM1dCam5BIl0sIl9zZF9hb\
        GciOiJzaGEtMjU2In0.JTP0_Lf066m-r5E0FOHQcmqbyaa0oiQ8xf12--X6ZYIF8k6skyPctaQ6PwwcvqXQ9vTSs7oFjcpoO5myUnC9oQ
        """

    /// The Disclosure of the given name.
    private static let disclosure = "WyJ3V2RlQzdtQXBYV29sbUgtd0lxb093IiwiZ2l2ZW5fbmFtZSIsIkFkYSJd"

    /// The key binding of the presentation.
    private static let binding = """
        eyJhbGciOiJFUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJpYXQiOjE3OTU0Nzg0MDAsImF1ZCI6Ing1MDlfaGFzaDpLbUZTcWVkcDkzZXdGZjZ\
        VSzlmblB2elhBbFoxeUtmNkFjZXppN3ktNG00Iiwibm9uY2UiOiJZc29tSlo5UzhFcFp0QTFMd3ByYmJndk5DRWtOMXVGYWFQUG5XbTJ5OHB\
        zIiwic2RfaGFzaCI6IkdnRFMwNEItZ0ZuM3hVZHBxdUY3X0szZG9DY1N5RjJzNGxnbnVGblhSTjQifQ.9Od_pH3E4B4sa_pFcs78TR37HgMh\
        b_tIFgNLr4K4Z42kcBRB7Ihh5Byq1rb3bpDYze36wEAcJ79xx8_ZNK0JEg
        """

    /// The key binding of the confirmation.
    private static let confirmingBinding = """
        eyJhbGciOiJFUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJpYXQiOjE3OTU0Nzg0MDAsImF1ZCI6Ing1MDlfaGFzaDpLbUZTcWVkcDkzZXdGZjZ\
        VSzlmblB2elhBbFoxeUtmNkFjZXppN3ktNG00Iiwibm9uY2UiOiJZc29tSlo5UzhFcFp0QTFMd3ByYmJndk5DRWtOMXVGYWFQUG5XbTJ5OHB\
        zIiwic2RfaGFzaCI6IkdnRFMwNEItZ0ZuM3hVZHBxdUY3X0szZG9DY1N5RjJzNGxnbnVGblhSTjQiLCJ0cmFuc2FjdGlvbl9kYXRhX2hhc2h\
        lcyI6WyJneEVxZEpkcm5DakpQdGlXSExtV0doUFozNl81bmM5dEx1NzRjZGxleEpJIl0sInRyYW5zYWN0aW9uX2RhdGFfaGFzaGVzX2FsZyI\
        6InNoYS0yNTYiLCJqdGkiOiJiMFI0elE3bVRrMmJKdzV5WGMxcFZnIiwicmVzcG9uc2VfbW9kZSI6ImRpcmVjdF9wb3N0Lmp3dCIsImFtciI\
        6W3sia25vd2xlZGdlIjoicGFzc3BocmFzZV8xMl9vcl9tb3JlX2NoYXJzIn0seyJwb3NzZXNzaW9uIjoib3RoZXIifV19.sCkGl5AiX9YFmN\
        fuYVQT6wUFfRS6KoJmq8otYho6gal7sAWEjRHhRD1uW3L4L8ErvZOG8QtYRV-TG099YNIkZQ
        """
}
