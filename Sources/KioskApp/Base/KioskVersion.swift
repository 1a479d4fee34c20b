/// The version that heartbeats and `--version` name.
enum KioskVersion {
    static let current = "0.1.0"
}
