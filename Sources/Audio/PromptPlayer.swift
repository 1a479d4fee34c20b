import Dispatch
import Serial

/// Plays prompts and key clicks on the booth's sound devices, on a thread of its own.
///
/// Every command returns at once, whatever state the devices are in; its outcome is reported through `events`. While
/// nothing plays, the devices are stopped but stay open, so that the next sound begins without delay. The thread then
/// sleeps, except that it checks once a minute whether the devices still exist. A device that fails is retried
/// automatically at growing intervals, and disturbs the other sink only while it is being opened.
public final class PromptPlayer: Sendable {
    /// Steps of the volume, for `setVolume(step:)`.
    public static let volumeSteps = 0...3

    /// The gain of a step in dB. The loudest step has 0 dB, at which recordings sound as they are. Steps out of range
    /// are moved to the nearest limit.
    public static func decibels(ofStep step: Int) -> Double { Gain.steps[Gain.nearestStep(step)] }

    private let mailbox = Mailbox()
    private let ended = DispatchSemaphore(value: 0)
    private let events: @Sendable (AudioEvent) -> Void

    /// Starts the thread, which opens the devices.
    ///
    /// - Parameters:
    ///   - loudspeaker: An ALSA device: a name from its configuration such as "default" or "speaker", or a definition
    ///     such as "null" or "file:FILE=/tmp/out.wav,FORMAT=wav". The latter two are not paced: they take sound as fast
    ///     as it is decoded. Without one, prompts for that sink are not played.
    ///   - handset: The same for the handset's earpiece.
    ///   - click: A recording of the key click, of which at most 100 ms are used. Without a readable one, the built-in
    ///     click sounds.
    ///   - cacheBytes: How much decoded sound is kept for the next time; 1 MiB is about 11 s.
    ///   - events: Called on the player's thread, rarely on the caller's; must return quickly.
    public convenience init(
        loudspeaker: String?, handset: String? = nil, click: String? = nil, cacheBytes: Int = 8 << 20,
        events: @escaping @Sendable (AudioEvent) -> Void
    ) {
        let names = [(AudioSink.loudspeaker, loudspeaker), (.handset, handset)]
        let devices = names.compactMap { sink, name in
            name.map { name in
                SinkDevice(sink: sink) { () throws(PCMError) in try ALSADevice(name: name) }
            }
        }
        self.init(click: click, cacheBytes: cacheBytes, events: events, devices: devices)
    }

    /// The same with devices other than ALSA's.
    init(
        click: String? = nil, cacheBytes: Int = 8 << 20, events: @escaping @Sendable (AudioEvent) -> Void,
        devices: [SinkDevice]
    ) {
        self.events = events
        let (mailbox, ended) = (mailbox, ended)
        let isStarted = Blocking.thread("prompt-player") {
            let router = SinkRouter(
                devices, click: KeyClick.samples(path: click), cacheBytes: cacheBytes, emit: events)
            Self.run(router, mailbox: mailbox)
            ended.signal()
        }
        if !isStarted {
            mailbox.close()
            ended.signal()
            for device in devices { events(.deviceLost(device.sink, "no thread can be started")) }
        }
    }

    deinit { _ = mailbox.post(.close) }

    /// Plays a prompt in place of the current one, which is cut off at once, whichever sink plays it. A current prompt
    /// of a higher priority is not replaced.
    ///
    /// - Parameter token: Names this prompt in the events; the caller's choice.
    public func play(_ list: PlayList, token: UInt64) {
        // Only a closed player refuses, or one whose device has hung in opening for hundreds of commands.
        if !mailbox.post(.play(list, token: token)) { events(.notPlayed(token, .noDevice)) }
    }

    /// Cuts off the current prompt unless its priority is higher than `priority`.
    public func stop(atMost priority: SpeechPriority) { _ = mailbox.post(.stop(atMost: priority)) }

    /// Sounds the key click at once, mixed with whatever the sink is playing.
    public func click(in sink: AudioSink = .loudspeaker) { _ = mailbox.post(.click(sink)) }

    /// Sets the volume of clicks and speech from 0 (softest) to 3 (the recordings as they are), in steps of 6.5 dB.
    /// Values out of range are moved to the nearest limit. The current prompt follows, unless it has a volume of its
    /// own.
    public func setVolume(step: Int) { _ = mailbox.post(.volume(step: step)) }

    /// Cuts off what is played, closes the devices and ends the thread. Waits at most two seconds for that. Later
    /// commands do nothing. When the last reference goes away, the same happens without waiting.
    public func close() {
        _ = mailbox.post(.close)
        if ended.wait(timeout: .now() + 2) == .success { ended.signal() }
    }

    private static func run(_ start: SinkRouter, mailbox: Mailbox) {
        var router = start
        let clock = ContinuousClock()
        let zero = clock.now
        while true {
            for command in mailbox.take() {
                router.apply(command, now: clock.now - zero)
                if case .close = command { return }
            }
            switch router.step(now: clock.now - zero) {
            case .none: break
            case .until(let moment): mailbox.wait(atMost: moment - (clock.now - zero))
            case .untilRoom(let device, let milliseconds):
                device.wait(wake: mailbox.descriptor, milliseconds: milliseconds)
            }
        }
    }
}
