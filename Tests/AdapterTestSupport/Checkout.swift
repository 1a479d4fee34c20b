public import Foundation

/// The files of this project.
public enum Checkout {
    /// The project's directory.
    public static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in
        url.deletingLastPathComponent()
    }

    /// The configuration that ships with the program.
    public static let configuration = path("config")

    /// The path of a file, named from the project's directory.
    public static func path(_ file: String) -> String { root.path + "/" + file }

    /// The text of a file, named from the project's directory.
    public static func text(_ file: String) throws -> String { try String(contentsOfFile: path(file), encoding: .utf8) }
}
