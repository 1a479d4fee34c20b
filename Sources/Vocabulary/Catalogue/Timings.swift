/// How long everything may take. All of it can be set in `booth.yaml`, on the same code path that tests shorten.
public struct Timings: Equatable, Sendable {
    // Session
    /// Without a key until the idle countdown starts.
    public var idle: Duration = .seconds(60)
    /// The same on pages to read.
    public var reading: Duration = .seconds(120)
    /// Visible and spoken countdown that any key ends.
    public var idleCountdown: Duration = .seconds(30)
    /// From the handset put back to the end of the session.
    public var handsetReplaced: Duration = .seconds(5)
    /// Until a prompt is said once more.
    public var promptRepeat: Duration = .seconds(15)
    /// The rating page.
    public var rating: Duration = .seconds(15)
    /// A rating is asked for only if a key came this recently.
    public var ratingAfterKey: Duration = .seconds(20)

    // Filters
    /// A second strike of the same key counts only after this in menus.
    public var doubleStrikeMenu: Duration = .milliseconds(500)
    /// The same in number entry.
    public var doubleStrikeEntry: Duration = .milliseconds(120)
    /// A touch this soon after a screen change is ignored.
    public var touchAfterChange: Duration = .milliseconds(400)
    /// Touches kept up at more than five a second for this long, or one held this long, are no person's.
    public var touchAbuse: Duration = .seconds(10)
    /// How long the glass is left alone then.
    public var touchPause: Duration = .seconds(60)
    /// Four different digits within this time in a menu are somebody playing.
    public var playingWindow: Duration = .seconds(2)
    /// Quiet that ends the playing filter.
    public var playingQuiet: Duration = .seconds(1)

    // Keys that nobody pressed
    /// Three digits within less than this were typed by no hand: a scanner, a cable.
    public var keyBurst: Duration = .milliseconds(150)
    /// `#` or `*` sooner than this behind a digit was not pressed either: scanners end with Enter.
    public var keyBurstEnd: Duration = .milliseconds(100)
    /// Quiet that ends such a burst.
    public var keyBurstQuiet: Duration = .milliseconds(150)

    // Emergency numbers dialled as on a telephone
    /// A digit this soon after the one before has not been an answer to the page that came between.
    public var dialGap: Duration = .seconds(1)
    /// The longest gap inside a number.
    public var dialLongestGap: Duration = .seconds(4)
    /// After this long without a key a digit may begin a number.
    public var dialQuiet: Duration = .seconds(3)
    /// How long "which was meant?" waits for an answer.
    public var dialQuestion: Duration = .seconds(10)

    // Emergency
    /// Countdown before an emergency call: 5 to 15 s.
    public var emergencyCountdown: Duration = .seconds(8)
    /// Confirming counts only this long after the screen appeared.
    public var confirmGuard: Duration = .seconds(1)
    /// Confirming counts only after this long without any key.
    public var confirmQuiet: Duration = .milliseconds(600)
    /// The chooser calls the help centre after this.
    public var chooser: Duration = .seconds(10)
    /// Between the first round over all routes and the second.
    public var emergencyRoundPause: Duration = .seconds(2)
    /// Between rounds of retries after two full rounds.
    public var emergencyRetry: Duration = .seconds(60)
    /// Retrying goes on this long without a key.
    public var emergencyRetryLimit: Duration = .seconds(1800)

    // Calls
    /// No sign from the network, emergency, in the first round; twice that in the second, four times in all later ones.
    public var noProgressEmergency: Duration = .seconds(6)
    /// No sign from the network, other calls.
    public var noProgress: Duration = .seconds(10)
    /// Plain ringing without an answer, emergency: then the next route.
    public var ringingEmergency: Duration = .seconds(120)
    /// From an emergency's INVITE to the next route while the line speaks before the answer, whatever it says.
    public var earlyMedia: Duration = .seconds(120)
    /// A line that brings no sound at all, before the answer: then the next route. After the answer: then it is said.
    public var noSound: Duration = .seconds(10)
    /// An answered emergency that has brought no sound for this long is dialled over the next route as well.
    public var secondLeg: Duration = .seconds(20)
    /// Ringing without an answer, other calls.
    public var ringing: Duration = .seconds(45)
    /// Longest free call.
    public var freeCall: Duration = .seconds(180)
    /// Warning in a free call.
    public var freeCallWarning: Duration = .seconds(150)
    /// "Still there?" in an assistance call.
    public var stillThere: Duration = .seconds(900)
    /// The second star must follow the first within this time to hang up.
    public var hangUpConfirm: Duration = .seconds(5)

    /// How long the SIP agent may take to confirm that an attempt is over before the next one starts.
    public var hangUpSettle: Duration = .seconds(1)

    /// A trunk on which an INVITE was given up before any provisional response is left alone this long by calls that are
    /// no emergency: 64 times T1 (RFC 3261 section 17.1.1).
    public var ghostRest: Duration = .seconds(32)
    /// Between two answered free calls to one number.
    public var freeCallQuota: Duration = .seconds(1800)
    /// After an emergency call any caller is let through for this long.
    public var callBack: Duration = .seconds(1800)
    /// Between two rings of the booth for an incoming call.
    public var incomingRing: Duration = .seconds(6)

    /// Callers who hear busy are one record in so long.
    public var turnedAway: Duration = .seconds(60)

    // Supervision
    /// Between two SIP OPTIONS to each trunk; a trunk that leaves two unanswered is down.
    public var trunkProbe: Duration = .seconds(20)
    /// How long a trunk may take to answer SIP OPTIONS.
    public var trunkProbeAnswer: Duration = .seconds(3)
    /// Between attempts to register a trunk anew that is not registered.
    public var reregister: Duration = .seconds(15)
    /// How long the test number may take to answer, on each trunk.
    public var selfTestAnswer: Duration = .seconds(15)
    /// How long an answered test call is held.
    public var selfTestHold: Duration = .seconds(2)
    /// After a failed test call until the next one.
    public var selfTestRetry: Duration = .seconds(3600)

    // Requests
    /// Without an answer until an order counts as failed.
    public var requestAnswer: Duration = .seconds(600)
    /// How long a call-back number may take to the platform until its owner is told that it could not be passed on.
    public var contactDelivery: Duration = .seconds(60)
    /// How long a kept order is shown after arrival.
    public var keptAfterArrival: Duration = .seconds(180)

    /// The defaults of the catalogue.
    public init() {}
}
