import Audio
import Foundation
import Glibc

/// Asks a technician at the terminal, in Chinese and English.
struct SetupDialogue {
    let check: SetupCheck

    /// Asks everything. An answer with an error is asked for again.
    /// - Throws: If the terminal ends before the last question.
    func run(_ draft: inout SetupDraft) throws {
        print(
            """
            回车保留方括号里的内容。Ctrl-C 结束,什么都不会写入。
            Enter keeps what is in the brackets. Ctrl-C ends this, and nothing is written.

            """)
        var asked = 0
        // The number of trunks changes what comes after it.
        while asked < draft.fields.count {
            let field = draft.fields[asked]
            if field.name == "audio.speaker" { listDevices() }
            try ask(field, &draft)
            asked += 1
        }
    }

    private func listDevices() {
        print("ALSA 设备 devices:")
        for device in SoundDevices.offered() { print("  \(device.name)  \(device.summary)") }
    }

    private func ask(_ field: SetupField, _ draft: inout SetupDraft) throws {
        while true {
            let offered = draft.suggestion(field)
            let shown = draft.secretFile(field).map { access($0, F_OK) == 0 ? "******" : "" } ?? offered ?? ""
            print("\(field.chinese)\n\(field.english) [\(shown)]: ", terminator: "")
            fflush(nil)
            let typed = try line(isSecret: draft.secretFile(field) != nil)
            guard let answer = typed.isEmpty ? offered : typed, answer != draft.answer(field) else { return }
            var changed = draft
            do {
                try changed.take(answer, for: field)
                let before = Set(try check.errors(draft))
                let errors = try check.errors(changed).filter { !before.contains($0) }
                if errors.isEmpty {
                    draft = changed
                    return
                }
                for error in errors { print("  ! \(error)") }
            } catch let refusal as SetupDraft.Refusal {
                print("  ! \(refusal)")
            }
        }
    }

    /// Asks a question with yes or no.
    func confirms(_ question: String) throws -> Bool {
        print("\(question) [y/N]: ", terminator: "")
        fflush(nil)
        return try ["y", "Y", "yes"].contains(line(isSecret: false))
    }

    /// A line from the terminal. A secret is not shown.
    private func line(isSecret: Bool) throws -> String {
        var modes = termios()
        let hides = isSecret && tcgetattr(STDIN_FILENO, &modes) == 0
        if hides {
            var silent = modes
            silent.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        }
        defer {
            if hides {
                tcsetattr(STDIN_FILENO, TCSANOW, &modes)
                print()
            }
        }
        guard let line = readLine() else { throw Failure("ended before the last question: nothing was written") }
        return line.hasSuffix("\r") ? String(line.dropLast()) : line
    }
}
