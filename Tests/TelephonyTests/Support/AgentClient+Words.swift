import KioskCore
import Vocabulary

@testable import Telephony

/// The commands in a test's words.
extension AgentClient {
    nonisolated func dial(_ handle: CallHandle, _ target: DialTarget) { perform(.dial(handle, target)) }
    nonisolated func adopt(_ handle: CallHandle, _ found: FoundCall) { perform(.adopt(handle, found)) }
    nonisolated func answer(_ handle: CallHandle) { perform(.answer(handle)) }
    nonisolated func hangUp(_ handle: CallHandle) { perform(.hangUp(handle)) }
    nonisolated func listen(at sink: SpeechSink) { perform(.listen(sink)) }
    nonisolated func sendDTMF(_ handle: CallHandle, _ digit: Character) { perform(.sendDTMF(handle, digit)) }
    nonisolated func announce(_ handle: CallHandle, _ announcement: Announcement) {
        perform(.announce(handle, announcement))
    }
}
