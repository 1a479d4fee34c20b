public import Vocabulary

extension PromptKey {
    /// The sentences that the program itself says. The prompts of functions (`function.ID`) come with the catalogue.
    public static let fixed: [PromptKey] = [
        .home, .homeList, .homeOutOfOrder, .choice, .emergencyDemo, .emergencyPolice, .emergencyAmbulance,
        .emergencyFire, .emergencyNow,
        .emergencyCancelled, .emergencyCallingPolice, .emergencyCallingAmbulance, .emergencyCallingFire,
        .emergencyCallingHelpCentre, .emergencyConnected, .emergencyInCall, .emergencyRetrying, .emergencyReconnecting,
        .emergencyCannotCall, .emergencyEndedPolice, .emergencyEndedAmbulance, .emergencyEndedFire,
        .emergencyEndedHelpCentre, .emergencyOtherLine, .emergencyNotConnectedPolice, .emergencyNotConnectedAmbulance,
        .emergencyNotConnectedFire, .emergencyNotConnectedHelpCentre, .callNothingHeard, .chooser, .chooserNoKey,
        .meaningPolice, .meaningAmbulance, .meaningFire,
        .meaningPerson, .meaningOrder, .meaningCancelOrder, .meaningBack,
        .callBusy, .callNoAnswer, .callFailed, .callImpossible, .callEnded,
        .callWarning, .callStillThere, .callHangUpOnce, .callIncoming, .numberInvalid, .numberTooShort, .numberTooLong,
        .numberService, .numberNotAllowed, .numberLater,
        .personUnreached, .requestSending, .requestSent, .requestAccepted, .requestAssigned, .requestAssignedTaxi,
        .requestCompleted,
        .requestCompletedClinic, .requestFailed, .requestFailedTaxi, .requestFailedClinic, .requestCancelAsk,
        .requestCancelled, .requestCancelling, .requestTooLate, .requestCancelUnconfirmed, .requestKept, .requestDone,
        .requestKeysCancel, .requestKeys, .requestContact,
        .requestContactSending, .requestContactSaved, .requestContactLate, .placesList, .placesKinds, .placesDetail,
        .placesDetailCall, .placesDetailLater, .placesWhere, .placesNone, .pageNext,
        .infoWeather, .infoBuses,
        .infoActivities, .infoActivity, .infoNumbers, .infoConnectivity, .infoNotices, .infoUnavailable, .infoNone,
        .infoNotSetUp, .infoUnreadable, .infoOutdated, .infoCall,
        .pensionNoReader,
        .pensionInsert, .pensionPutInAgain, .pensionCardLeft, .pensionReading, .pensionShown, .pensionUnreadable,
        .pensionNoAnswer,
        .ratingAsk, .ratingThanks, .languageChanged, .languageChoose, .languageName, .idle,
    ]

    package static let home = PromptKey("home")
    package static let homeList = PromptKey("home.list")
    package static let homeOutOfOrder = PromptKey("home.out_of_order")
    package static let choice = PromptKey("choice")
    package static let emergencyDemo = PromptKey("emergency.demo")
    package static let emergencyPolice = PromptKey("emergency.police")
    package static let emergencyAmbulance = PromptKey("emergency.ambulance")
    package static let emergencyFire = PromptKey("emergency.fire")
    package static let emergencyNow = PromptKey("emergency.now")
    package static let emergencyCancelled = PromptKey("emergency.cancelled")
    package static let emergencyCallingPolice = PromptKey("emergency.calling.police")
    package static let emergencyCallingAmbulance = PromptKey("emergency.calling.ambulance")
    package static let emergencyCallingFire = PromptKey("emergency.calling.fire")
    package static let emergencyCallingHelpCentre = PromptKey("emergency.calling.help_centre")
    package static let emergencyConnected = PromptKey("emergency.connected")
    package static let emergencyInCall = PromptKey("emergency.in_call")
    package static let emergencyRetrying = PromptKey("emergency.retrying")
    package static let emergencyReconnecting = PromptKey("emergency.reconnecting")
    package static let emergencyCannotCall = PromptKey("emergency.cannot_call")
    package static let emergencyEndedPolice = PromptKey("emergency.ended.police")
    package static let emergencyEndedAmbulance = PromptKey("emergency.ended.ambulance")
    package static let emergencyEndedFire = PromptKey("emergency.ended.fire")
    package static let emergencyEndedHelpCentre = PromptKey("emergency.ended.help_centre")
    package static let emergencyOtherLine = PromptKey("emergency.other_line")
    package static let emergencyNotConnectedPolice = PromptKey("emergency.not_connected.police")
    package static let emergencyNotConnectedAmbulance = PromptKey("emergency.not_connected.ambulance")
    package static let emergencyNotConnectedFire = PromptKey("emergency.not_connected.fire")
    package static let emergencyNotConnectedHelpCentre = PromptKey("emergency.not_connected.help_centre")
    package static let callNothingHeard = PromptKey("call.nothing_heard")
    package static let chooser = PromptKey("chooser")
    package static let chooserNoKey = PromptKey("chooser.no_key")
    package static let meaningPolice = PromptKey("meaning.police")
    package static let meaningAmbulance = PromptKey("meaning.ambulance")
    package static let meaningFire = PromptKey("meaning.fire")
    package static let meaningPerson = PromptKey("meaning.person")
    package static let meaningOrder = PromptKey("meaning.order")
    package static let meaningCancelOrder = PromptKey("meaning.cancel_order")
    package static let meaningBack = PromptKey("meaning.back")
    package static let callBusy = PromptKey("call.busy")
    package static let callNoAnswer = PromptKey("call.no_answer")
    package static let callFailed = PromptKey("call.failed")
    package static let callImpossible = PromptKey("call.impossible")
    package static let callEnded = PromptKey("call.ended")
    package static let callWarning = PromptKey("call.warning")
    package static let callStillThere = PromptKey("call.still_there")
    package static let callHangUpOnce = PromptKey("call.hang_up_once")
    package static let callIncoming = PromptKey("call.incoming")
    package static let numberInvalid = PromptKey("number.invalid")
    package static let numberTooShort = PromptKey("number.too_short")
    package static let numberTooLong = PromptKey("number.too_long")
    package static let numberService = PromptKey("number.service")
    package static let numberNotAllowed = PromptKey("number.not_allowed")
    package static let numberLater = PromptKey("number.later")
    package static let personUnreached = PromptKey("person.unreached")
    package static let requestSending = PromptKey("request.sending")
    package static let requestSent = PromptKey("request.sent")
    package static let requestAccepted = PromptKey("request.accepted")
    package static let requestAssigned = PromptKey("request.assigned")
    package static let requestAssignedTaxi = PromptKey("request.assigned.taxi")
    package static let requestCompleted = PromptKey("request.completed")
    package static let requestCompletedClinic = PromptKey("request.completed.clinic")
    package static let requestFailed = PromptKey("request.failed")
    package static let requestFailedTaxi = PromptKey("request.failed.taxi")
    package static let requestFailedClinic = PromptKey("request.failed.clinic")
    package static let requestCancelAsk = PromptKey("request.cancel_ask")
    package static let requestCancelled = PromptKey("request.cancelled")
    package static let requestCancelling = PromptKey("request.cancelling")
    package static let requestTooLate = PromptKey("request.too_late")
    package static let requestCancelUnconfirmed = PromptKey("request.cancel_unconfirmed")
    package static let requestKept = PromptKey("request.kept")
    package static let requestDone = PromptKey("request.done")
    package static let requestKeysCancel = PromptKey("request.keys_cancel")
    package static let requestKeys = PromptKey("request.keys")
    package static let requestContact = PromptKey("request.contact")
    package static let requestContactSending = PromptKey("request.contact_sending")
    package static let requestContactSaved = PromptKey("request.contact_saved")
    package static let requestContactLate = PromptKey("request.contact_late")
    package static let placesList = PromptKey("places.list")
    package static let placesKinds = PromptKey("places.kinds")
    package static let placesDetail = PromptKey("places.detail")
    package static let placesDetailCall = PromptKey("places.detail_call")
    package static let placesDetailLater = PromptKey("places.detail_later")
    package static let placesWhere = PromptKey("places.where")
    package static let placesNone = PromptKey("places.none")
    package static let pageNext = PromptKey("page.next")
    package static let infoWeather = PromptKey("info.weather")
    package static let infoBuses = PromptKey("info.buses")
    package static let infoActivities = PromptKey("info.activities")
    package static let infoActivity = PromptKey("info.activity")
    package static let infoNumbers = PromptKey("info.numbers")
    package static let infoConnectivity = PromptKey("info.connectivity")
    package static let infoNotices = PromptKey("info.notices")
    package static let infoUnavailable = PromptKey("info.unavailable")
    package static let infoNone = PromptKey("info.none")
    package static let infoNotSetUp = PromptKey("info.not_set_up")
    package static let infoUnreadable = PromptKey("info.unreadable")
    package static let infoOutdated = PromptKey("info.outdated")
    package static let infoCall = PromptKey("info.call")
    package static let pensionNoReader = PromptKey("pension.no_reader")
    package static let pensionInsert = PromptKey("pension.insert")
    package static let pensionPutInAgain = PromptKey("pension.put_in_again")
    package static let pensionCardLeft = PromptKey("pension.card_left")
    package static let pensionReading = PromptKey("pension.reading")
    package static let pensionShown = PromptKey("pension.shown")
    package static let pensionUnreadable = PromptKey("pension.unreadable")
    package static let pensionNoAnswer = PromptKey("pension.no_answer")
    package static let ratingAsk = PromptKey("rating.ask")
    package static let ratingThanks = PromptKey("rating.thanks")
    package static let languageChanged = PromptKey("language.changed")
    package static let languageName = PromptKey("language.name")
    package static let languageChoose = PromptKey("language.choose")
    package static let idle = PromptKey("idle")
}
