extension Certificate {
    /// Whether that authority issued the certificate: its name, its right to, and its signature. Times are not looked at, and
    /// nothing is trusted by it.
    ///
    /// For a certificate that is pinned itself, above which no path was built (PKX-02).
    public func isIssued(by issuer: Certificate) -> Bool {
        issuer.isAuthority && issuer.mayHaveIssued(self) && native.isSigned(by: issuer.native)
    }
}
