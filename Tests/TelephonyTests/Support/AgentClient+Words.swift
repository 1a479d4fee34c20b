import KioskCore

@testable import Telephony

/// The commands in a test's words.
extension AgentClient {
    func dial(_ handle: CallHandle, _ target: DialTarget) { perform(.dial(handle, target)) }
    func adopt(_ handle: CallHandle, _ found: FoundCall) { perform(.adopt(handle, found)) }
    func answer(_ handle: CallHandle) { perform(.answer(handle)) }
    func hangUp(_ handle: CallHandle) { perform(.hangUp(handle)) }
    func listen(at sink: SpeechSink) { perform(.listen(sink)) }
    func sendDTMF(_ handle: CallHandle, _ digit: Character) { perform(.sendDTMF(handle, digit)) }
    func announce(_ handle: CallHandle, _ announcement: Announcement) { perform(.announce(handle, announcement)) }
}
