import Foundation
import Reading
public import Vocabulary

extension DataCheck {
    /// What is wrong with the answers of these sources that a running kiosk has kept in its directory for them. Nothing
    /// is set aside here: only the kiosk does that.
    public func kept(_ sources: [LifeSource], in directory: String) -> [DataFinding] {
        sources.compactMap { source -> DataFinding? in
            guard case .web = source.origin else { return nil }
            let path = "\(directory)/\(source.id).plist"
            let remedy = "delete it: the kiosk fetches the data again"
            do throws(SourceError) {
                let bytes = try LocalFile.read(path, most: KeptAnswer.mostBytes)
                guard (try? PropertyListDecoder().decode(KeptAnswer.self, from: Data(bytes))) == nil else { return nil }
                return DataFinding(
                    file: path, isWhole: false, message: "the last answer of source '\(source.id)' is damaged",
                    remedy: remedy)
            } catch {
                if error.reason == .missing { return nil }
                return DataFinding(
                    file: path, isWhole: false,
                    message: "the last answer of source '\(source.id)': \(SourceError("", error.reason))",
                    remedy: remedy)
            }
        }
    }
}
