extension SoftwareKey {
    /// The 32 private bytes in ordinary memory: for writing an operator's key file, and for nothing else.
    ///
    /// The wallet's keys leave guarded memory only sealed.
    public func exportedSecret() -> [UInt8] {
        withSecret { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }
    }
}
