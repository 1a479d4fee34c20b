import AdapterTestSupport
import Foundation
import Testing

@testable import Supervision

@Suite(.serialized, .timeLimit(.minutes(1))) struct ServiceManagerTests {
    @Test("A state arrives as one datagram at the socket that the environment names")
    func say() async throws {
        let socket = try NotifySocket(path: "/tmp/kiosk-notify-\(UUID().uuidString.prefix(8))")
        defer { socket.close() }
        unsetenv("NOTIFY_SOCKET")
        #expect(!ServiceManager.isListening)
        ServiceManager.say("lost")
        setenv("NOTIFY_SOCKET", socket.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        #expect(ServiceManager.isListening)
        ServiceManager.say("READY=1\nSTATUS=booth 亭")
        ServiceManager.say("WATCHDOG=1")
        let states = try await socket.states.wait { $0.count == 2 }
        #expect(states == ["READY=1\nSTATUS=booth 亭", "WATCHDOG=1"])
        setenv("NOTIFY_SOCKET", "/tmp/" + String(repeating: "x", count: 200), 1)
        ServiceManager.say("a name that is no address is not sent to")
    }

    @Test("The watchdog's time is read from the environment's microseconds")
    func patience() {
        #expect(ServiceManager.patience("15000000") == .seconds(15))
        for nonsense in ["", "0", "-1", "soon", "9223372036854775808"] {
            #expect(ServiceManager.patience(nonsense) == nil)
        }
    }
}
