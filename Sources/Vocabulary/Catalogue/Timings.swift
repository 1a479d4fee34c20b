/// How long everything may take. Each value can be set in `booth.yaml`, and tests shorten values by the same code path.
public struct Timings: Equatable, Sendable {
    // Session
    /// Time without a key until the idle countdown starts.
    public var idle: Duration = .seconds(60)
    /// The same on pages to read.
    public var reading: Duration = .seconds(120)
    /// Length of the idle countdown, which is shown and spoken and which any key ends.
    public var idleCountdown: Duration = .seconds(30)
    /// From the moment the handset is put back to the end of the session.
    public var handsetReplaced: Duration = .seconds(5)
    /// Time until a prompt is said once more.
    public var promptRepeat: Duration = .seconds(15)
    /// How long the rating page is shown.
    public var rating: Duration = .seconds(15)
    /// The booth asks for a rating only if a key was pressed this recently.
    public var ratingAfterKey: Duration = .seconds(20)

    // Filters
    /// In menus, a second press of the same key counts only after this time.
    public var doubleStrikeMenu: Duration = .milliseconds(500)
    /// The same in number entry.
    public var doubleStrikeEntry: Duration = .milliseconds(120)
    /// A touch this soon after a screen change is ignored.
    public var touchAfterChange: Duration = .milliseconds(400)
    /// More than five touches a second for this long, or one touch held this long, do not come from a person.
    public var touchAbuse: Duration = .seconds(10)
    /// How long touches are then ignored.
    public var touchPause: Duration = .seconds(60)
    /// Four different digits within this time in a menu mean that somebody is playing.
    public var playingWindow: Duration = .seconds(2)
    /// Time without a key that ends the playing filter.
    public var playingQuiet: Duration = .seconds(1)

    // Keys that nobody pressed
    /// Three digits in less than this time do not come from a hand, but from a scanner or a bad cable.
    public var keyBurst: Duration = .milliseconds(150)
    /// `#` or `*` sooner than this after a digit does not come from a hand either: scanners end with Enter.
    public var keyBurstEnd: Duration = .milliseconds(100)
    /// Time without a key that ends such a burst.
    public var keyBurstQuiet: Duration = .milliseconds(150)

    // Emergency numbers dialled as on a telephone
    /// A digit this soon after the previous one is no answer to a page that appeared in between.
    public var dialGap: Duration = .seconds(1)
    /// The longest gap inside a number.
    public var dialLongestGap: Duration = .seconds(4)
    /// After this long without a key, a digit may begin a number.
    public var dialQuiet: Duration = .seconds(3)
    /// How long the question which of two meanings was intended waits for an answer.
    public var dialQuestion: Duration = .seconds(10)

    // Emergency
    /// Length of the countdown before an emergency call: 5 to 15 s.
    public var emergencyCountdown: Duration = .seconds(8)
    /// A confirmation counts only once the screen has been shown for at least this long.
    public var confirmGuard: Duration = .seconds(1)
    /// A confirmation counts only after this long without any key.
    public var confirmQuiet: Duration = .milliseconds(600)
    /// The chooser calls the help centre after this time.
    public var chooser: Duration = .seconds(10)
    /// Pause between the first and the second round over all routes.
    public var emergencyRoundPause: Duration = .seconds(2)
    /// Pause between rounds of retries after two full rounds.
    public var emergencyRetry: Duration = .seconds(60)
    /// Retries end after this long without a key.
    public var emergencyRetryLimit: Duration = .seconds(1800)

    // Calls
    /// Time-out for the first response from the network to an emergency call in the first round. It doubles in the
    /// second round and is four times as long in all later ones.
    public var noProgressEmergency: Duration = .seconds(6)
    /// The same for other calls, in every round.
    public var noProgress: Duration = .seconds(10)
    /// How long an emergency call may ring without an answer before the next route is tried.
    public var ringingEmergency: Duration = .seconds(120)
    /// From an emergency's INVITE to the next route while early media brings sound, whatever it says.
    public var earlyMedia: Duration = .seconds(120)
    /// How long a line may bring no sound at all. Before the answer, the next route is then tried; after the answer,
    /// the resident is told.
    public var noSound: Duration = .seconds(10)
    /// An answered emergency call without sound for this long is also dialled over the next route.
    public var secondLeg: Duration = .seconds(20)
    /// How long other calls may ring without an answer.
    public var ringing: Duration = .seconds(45)
    /// The longest free call.
    public var freeCall: Duration = .seconds(180)
    /// From the answer of a free call to the warning that it will end.
    public var freeCallWarning: Duration = .seconds(150)
    /// From the answer of an assistance call to the question "still there?", and from one question to the next.
    public var stillThere: Duration = .seconds(900)
    /// The second `*` must follow the first within this time to hang up.
    public var hangUpConfirm: Duration = .seconds(5)

    /// How long the SIP agent may take to confirm that an attempt is over before the next one starts.
    public var hangUpSettle: Duration = .seconds(1)

    /// How long calls that are no emergency avoid a trunk after an INVITE was given up on it before any provisional
    /// response: 64 times T1 (RFC 3261 section 17.1.1).
    public var ghostRest: Duration = .seconds(32)
    /// The least time between two answered free calls to one number.
    public var freeCallQuota: Duration = .seconds(1800)
    /// How long any caller is let through after an emergency call.
    public var callBack: Duration = .seconds(1800)
    /// Interval between two rings of the booth for an incoming call.
    public var incomingRing: Duration = .seconds(6)

    /// All callers who hear busy within this time make one record per trunk.
    public var turnedAway: Duration = .seconds(60)

    // Supervision
    /// Interval between two SIP OPTIONS to each trunk. A trunk that leaves two unanswered is down.
    public var trunkProbe: Duration = .seconds(20)
    /// How long a trunk may take to answer SIP OPTIONS.
    public var trunkProbeAnswer: Duration = .seconds(3)
    /// Interval between attempts to register a trunk that is not registered.
    public var reregister: Duration = .seconds(15)
    /// How long the test number may take to answer, on each trunk.
    public var selfTestAnswer: Duration = .seconds(15)
    /// How long an answered test call is held.
    public var selfTestHold: Duration = .seconds(2)
    /// From a failed test call to the next one.
    public var selfTestRetry: Duration = .seconds(3600)

    // Requests
    /// How long an order may stay without an answer before it counts as failed.
    public var requestAnswer: Duration = .seconds(600)
    /// How long the delivery of a call-back number to the platform may take before the resident is told that it failed.
    public var contactDelivery: Duration = .seconds(60)
    /// How long a kept order is shown after arrival.
    public var keptAfterArrival: Duration = .seconds(180)

    /// The defaults of the catalogue.
    public init() {}
}
