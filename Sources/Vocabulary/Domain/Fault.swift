/// A fault of the booth, named by a stable code. Faults are shown, logged and reported. None of them stops the booth.
public enum Fault: String, CaseIterable, Hashable, Sendable {
    /// No usable trunk: the booth cannot call.
    case noTrunk = "trunk.none"
    /// A trunk is not registered.
    case trunkDown = "trunk.down"
    /// A call was answered, but no sound came from the far side.
    case callSilent = "call.silent"
    /// The agent could not open the microphone or the earpiece for a call.
    case callDevices = "call.devices"
    /// The agent had a call that the booth did not order, such as one that the far side asked it to make. The call was
    /// ended.
    case callUnordered = "call.unordered"
    /// The daily test call failed on a trunk.
    case selfTest = "selftest.failed"
    /// The SIP agent does not answer.
    case agentDown = "agent.down"
    /// The configuration has errors; the last good copy is in use.
    case configuration = "configuration.refused"
    /// The queue's file is broken or cannot be written.
    case storage = "storage.failed"
    /// The loudspeaker's sound device cannot be used.
    case audio = "audio.failed"
    /// The platform cannot be reached.
    case platform = "platform.unreachable"
    /// The platform refuses the booth's token.
    case credentials = "platform.unauthorized"
    /// Something answers, but accepts no event, however the events are sent.
    case uploads = "platform.refusing"
    /// An emergency call reached nobody in two full rounds.
    case emergencyUnreached = "emergency.unreached"
    /// The help centre was called again and again, and nobody spoke.
    case misuse = "misuse.suspected"
    /// The touchscreen is touched without end or far too often; touches are ignored for a minute.
    case touch = "touch.abused"
    /// Keys came faster than a hand can press them and were discarded: from a scanner, a bad cable or a bad keypad.
    case keyBurst = "keys.burst"
    /// The card reader named in `booth.yaml` cannot be used.
    case cardReader = "reader.unavailable"
    /// A card was left in the reader.
    case cardLeft = "card.left"
    /// The wall clock is wrong.
    case clock = "clock.wrong"
    /// Packaged data cannot be read.
    case content = "content.failed"
    /// The weather source named in `sources.yaml` gives no good answer. The faults of the other topics mean the same.
    case weatherSource = "source.weather"
    /// The air source gives no good answer.
    case airSource = "source.air"
    /// The bus source gives no good answer.
    case busesSource = "source.buses"
    /// A source of activities gives no good answer.
    case activitiesSource = "source.activities"
    /// A source of notices gives no good answer.
    case noticesSource = "source.notices"
    /// A source of holidays gives no good answer.
    case holidaysSource = "source.holidays"
    /// The holidays of this year are unknown, or, from 1 December on, those of the next year.
    case holidaysMissing = "holidays.missing"
    /// A source of places gives no good answer.
    case placesSource = "source.places"
    /// The handset's sound device cannot be used. The loudspeaker says everything in its place, except amounts of
    /// money.
    case handset = "handset.failed"
    /// A file that the kiosk reads back when it starts was damaged. It was quarantined, and its readable part is used.
    case damagedState = "state.damaged"
    /// An emergency recording is missing, is silent, or does not match the configuration. The announcement to an
    /// emergency service is then assembled only from parts that are certain.
    case announcement = "announcement.doubtful"
}
