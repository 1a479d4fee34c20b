extension PromptKey {
    /// The sentences that the program itself speaks. Prompts of functions (`function.ID`) come with the catalogue.
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

    static let home = PromptKey("home")
    static let homeList = PromptKey("home.list")
    static let homeOutOfOrder = PromptKey("home.out_of_order")
    static let choice = PromptKey("choice")
    static let emergencyDemo = PromptKey("emergency.demo")
    static let emergencyPolice = PromptKey("emergency.police")
    static let emergencyAmbulance = PromptKey("emergency.ambulance")
    static let emergencyFire = PromptKey("emergency.fire")
    static let emergencyNow = PromptKey("emergency.now")
    static let emergencyCancelled = PromptKey("emergency.cancelled")
    static let emergencyCallingPolice = PromptKey("emergency.calling.police")
    static let emergencyCallingAmbulance = PromptKey("emergency.calling.ambulance")
    static let emergencyCallingFire = PromptKey("emergency.calling.fire")
    static let emergencyCallingHelpCentre = PromptKey("emergency.calling.help_centre")
    static let emergencyConnected = PromptKey("emergency.connected")
    static let emergencyInCall = PromptKey("emergency.in_call")
    static let emergencyRetrying = PromptKey("emergency.retrying")
    static let emergencyReconnecting = PromptKey("emergency.reconnecting")
    static let emergencyCannotCall = PromptKey("emergency.cannot_call")
    static let emergencyEndedPolice = PromptKey("emergency.ended.police")
    static let emergencyEndedAmbulance = PromptKey("emergency.ended.ambulance")
    static let emergencyEndedFire = PromptKey("emergency.ended.fire")
    static let emergencyEndedHelpCentre = PromptKey("emergency.ended.help_centre")
    static let emergencyOtherLine = PromptKey("emergency.other_line")
    static let emergencyNotConnectedPolice = PromptKey("emergency.not_connected.police")
    static let emergencyNotConnectedAmbulance = PromptKey("emergency.not_connected.ambulance")
    static let emergencyNotConnectedFire = PromptKey("emergency.not_connected.fire")
    static let emergencyNotConnectedHelpCentre = PromptKey("emergency.not_connected.help_centre")
    static let callNothingHeard = PromptKey("call.nothing_heard")
    static let chooser = PromptKey("chooser")
    static let chooserNoKey = PromptKey("chooser.no_key")
    static let meaningPolice = PromptKey("meaning.police")
    static let meaningAmbulance = PromptKey("meaning.ambulance")
    static let meaningFire = PromptKey("meaning.fire")
    static let meaningPerson = PromptKey("meaning.person")
    static let meaningOrder = PromptKey("meaning.order")
    static let meaningCancelOrder = PromptKey("meaning.cancel_order")
    static let meaningBack = PromptKey("meaning.back")
    static let callBusy = PromptKey("call.busy")
    static let callNoAnswer = PromptKey("call.no_answer")
    static let callFailed = PromptKey("call.failed")
    static let callImpossible = PromptKey("call.impossible")
    static let callEnded = PromptKey("call.ended")
    static let callWarning = PromptKey("call.warning")
    static let callStillThere = PromptKey("call.still_there")
    static let callHangUpOnce = PromptKey("call.hang_up_once")
    static let callIncoming = PromptKey("call.incoming")
    static let numberInvalid = PromptKey("number.invalid")
    static let numberTooShort = PromptKey("number.too_short")
    static let numberTooLong = PromptKey("number.too_long")
    static let numberService = PromptKey("number.service")
    static let numberNotAllowed = PromptKey("number.not_allowed")
    static let numberLater = PromptKey("number.later")
    static let personUnreached = PromptKey("person.unreached")
    static let requestSending = PromptKey("request.sending")
    static let requestSent = PromptKey("request.sent")
    static let requestAccepted = PromptKey("request.accepted")
    static let requestAssigned = PromptKey("request.assigned")
    static let requestAssignedTaxi = PromptKey("request.assigned.taxi")
    static let requestCompleted = PromptKey("request.completed")
    static let requestCompletedClinic = PromptKey("request.completed.clinic")
    static let requestFailed = PromptKey("request.failed")
    static let requestFailedTaxi = PromptKey("request.failed.taxi")
    static let requestFailedClinic = PromptKey("request.failed.clinic")
    static let requestCancelAsk = PromptKey("request.cancel_ask")
    static let requestCancelled = PromptKey("request.cancelled")
    static let requestCancelling = PromptKey("request.cancelling")
    static let requestTooLate = PromptKey("request.too_late")
    static let requestCancelUnconfirmed = PromptKey("request.cancel_unconfirmed")
    static let requestKept = PromptKey("request.kept")
    static let requestDone = PromptKey("request.done")
    static let requestKeysCancel = PromptKey("request.keys_cancel")
    static let requestKeys = PromptKey("request.keys")
    static let requestContact = PromptKey("request.contact")
    static let requestContactSending = PromptKey("request.contact_sending")
    static let requestContactSaved = PromptKey("request.contact_saved")
    static let requestContactLate = PromptKey("request.contact_late")
    static let placesList = PromptKey("places.list")
    static let placesKinds = PromptKey("places.kinds")
    static let placesDetail = PromptKey("places.detail")
    static let placesDetailCall = PromptKey("places.detail_call")
    static let placesDetailLater = PromptKey("places.detail_later")
    static let placesWhere = PromptKey("places.where")
    static let placesNone = PromptKey("places.none")
    static let pageNext = PromptKey("page.next")
    static let infoWeather = PromptKey("info.weather")
    static let infoBuses = PromptKey("info.buses")
    static let infoActivities = PromptKey("info.activities")
    static let infoActivity = PromptKey("info.activity")
    static let infoNumbers = PromptKey("info.numbers")
    static let infoConnectivity = PromptKey("info.connectivity")
    static let infoNotices = PromptKey("info.notices")
    static let infoUnavailable = PromptKey("info.unavailable")
    static let infoNone = PromptKey("info.none")
    static let infoNotSetUp = PromptKey("info.not_set_up")
    static let infoUnreadable = PromptKey("info.unreadable")
    static let infoOutdated = PromptKey("info.outdated")
    static let infoCall = PromptKey("info.call")
    static let pensionNoReader = PromptKey("pension.no_reader")
    static let pensionInsert = PromptKey("pension.insert")
    static let pensionPutInAgain = PromptKey("pension.put_in_again")
    static let pensionCardLeft = PromptKey("pension.card_left")
    static let pensionReading = PromptKey("pension.reading")
    static let pensionShown = PromptKey("pension.shown")
    static let pensionUnreadable = PromptKey("pension.unreadable")
    static let pensionNoAnswer = PromptKey("pension.no_answer")
    static let ratingAsk = PromptKey("rating.ask")
    static let ratingThanks = PromptKey("rating.thanks")
    static let languageChanged = PromptKey("language.changed")
    static let languageName = PromptKey("language.name")
    static let languageChoose = PromptKey("language.choose")
    static let idle = PromptKey("idle")
}
