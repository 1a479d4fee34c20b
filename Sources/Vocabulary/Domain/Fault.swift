/// Something wrong with the booth, by a stable code. Faults are shown, logged and reported; none of them stops it.
public enum Fault: String, CaseIterable, Hashable, Sendable {
    /// No usable trunk: the booth cannot call.
    case noTrunk = "trunk.none"
    /// A trunk is not registered.
    case trunkDown = "trunk.down"
    /// A call was answered and no sound came from the far side.
    case callSilent = "call.silent"
    /// The agent had a call that nobody here ordered, such as one that the far side asked it to make; it was ended.
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
    /// Something answers, but takes no event, however they are sent.
    case uploads = "platform.refusing"
    /// An emergency call reached nobody in two full rounds.
    case emergencyUnreached = "emergency.unreached"
    /// The help centre was called again and again without anybody speaking.
    case misuse = "misuse.suspected"
    /// The glass is touched without end or far too often; it is left alone for a minute.
    case touch = "touch.abused"
    /// Keys came faster than a hand presses them and were swallowed: a scanner, a bad cable or a bad keypad types.
    case keyBurst = "keys.burst"
    /// The card reader that `booth.yaml` speaks of cannot be used.
    case cardReader = "reader.unavailable"
    /// A card was left in the reader.
    case cardLeft = "card.left"
    /// The wall clock is wrong.
    case clock = "clock.wrong"
    /// Packaged data cannot be read.
    case content = "content.failed"
    /// The source of the weather, named in `sources.yaml`, gives no good answer; and so on for the other topics.
    case weatherSource = "source.weather"
    /// The source of the air.
    case airSource = "source.air"
    /// The source of the buses.
    case busesSource = "source.buses"
    /// A source of activities.
    case activitiesSource = "source.activities"
    /// A source of notices.
    case noticesSource = "source.notices"
    /// A source of holidays.
    case holidaysSource = "source.holidays"
    /// Nobody knows the holidays of this year, or, from 1 December on, of the next.
    case holidaysMissing = "holidays.missing"
    /// A source of places.
    case placesSource = "source.places"
    /// The handset's sound device cannot be used; what it would have said is said by the loudspeaker, amounts excepted.
    case handset = "handset.failed"
    /// A file that the kiosk reads back at its start was damaged; it was set aside, and what could be read of it is used.
    case damagedState = "state.damaged"
    /// A recording of the emergency's is missing, cannot be heard, or does not say what the configuration does; what an
    /// emergency service is told is made from what is certain.
    case announcement = "announcement.doubtful"
}
