import SinkKitTesting

/// A way to break the contract, and the one rule that is about it; or none.
enum Fault: String, CaseIterable, Sendable {
  case none
  case turnsBatchesRound
  case losesTheLastItemOfLaterBatches
  case takesOnlyAThousandOfABatch
  case cutsStatusesAtANul
  case writesNumbersAnew
  case knowsItemsByEntryAlone
  case knowsOnlyWhatItHadWhenOpened
  case knowsOnlyWhatCameSinceItWasOpened
  case emptiesItselfWhenReopenedAfterADeath
  case forgetsWhatWasRemoved
  case showsItsConsumerLess
  case countsOneTooMany
  case stopsWhenCancelled
  case throwsWhenCancelled
  case forgetsWhenClosed
  case addsWholeSets
  case neverForgets
  case writesInInit
  case claimsSomethingElseEachTime
  case writesWhenProbed
  case leavesAFileOpen

  /// Every fault that is one.
  static let broken = allCases.filter { $0 != .none }

  /// The rule that the fault breaks.
  var rule: SinkContract.Rule? {
    switch self {
    case .none: nil
    case .turnsBatchesRound: .deliversInOrder
    case .losesTheLastItemOfLaterBatches: .everyItemArrives
    case .takesOnlyAThousandOfABatch: .bigBatchArrives
    case .cutsStatusesAtANul: .statusesArriveUnchanged
    case .writesNumbersAnew: .dataArrivesUnchanged
    case .knowsItemsByEntryAlone: .jobsAreKeptApart
    case .knowsOnlyWhatItHadWhenOpened: .repeatedBatch
    case .knowsOnlyWhatCameSinceItWasOpened, .emptiesItselfWhenReopenedAfterADeath:
      .otherCutAfterDeath
    case .forgetsWhatWasRemoved: .removedItemsStayAway
    case .showsItsConsumerLess: .consumerSeesWhatIsThere
    case .countsOneTooMany: .receiptsAreTrue
    case .stopsWhenCancelled, .throwsWhenCancelled: .cancelledDeliveryEnds
    case .forgetsWhenClosed: .reopenedSinkGoesOn
    case .addsWholeSets: .wholeSetsAreKnown
    case .neverForgets: .forgottenItemsComeAgain
    case .writesInInit: .initTouchesNothing
    case .claimsSomethingElseEachTime: .equalSettingsClaimTheSame
    case .writesWhenProbed: .probeChangesNothing
    case .leavesAFileOpen: .closesWhatItOpened
    }
  }

  /// What the kit says of the fault, to the letter.
  var sentence: String? {
    switch self {
    case .none: nil
    case .turnsBatchesRound: "item 2 is behind item 3 in a job ordered by entry id"
    case .losesTheLastItemOfLaterBatches:
      "4 of 43 items are not there after their delivery returned; the first is item 1,"
        + " e0000000-0000-4000-0000-000000000001"
    case .takesOnlyAThousandOfABatch:
      "4000 of 5000 items are not there after their delivery returned; the first is item 1000,"
        + " e0000000-0000-4000-0000-0000000003e8"
    case .cutsStatusesAtANul: #"status "nul\0inside" came back as "nul""#
    case .writesNumbersAnew:
      #"data came back as "{\"amount\":{\"value\":0.2},\"big\":123456789012345678901234567890,\"small\":-0.0e-7}""#
    case .knowsItemsByEntryAlone:
      "items of one job are gone after another job had the same entries"
    case .knowsOnlyWhatItHadWhenOpened:
      "item 0 is there twice after it was delivered twice, and the sink says that it"
        + " absorbs what comes again"
    case .knowsOnlyWhatCameSinceItWasOpened:
      "item 5 is there twice after it was delivered twice, and the sink says that it"
        + " absorbs what comes again"
    case .emptiesItselfWhenReopenedAfterADeath:
      "item 5 is there 0 times after it was delivered twice, and the sink says that it"
        + " absorbs what comes again"
    case .forgetsWhatWasRemoved: "item 5 is there again after a consumer had removed it"
    case .showsItsConsumerLess: "the consumer sees 7 items, and 8 are there"
    case .countsOneTooMany: "a batch of 5 items has the receipt 6 written, 0 absorbed, 0 rejected"
    case .stopsWhenCancelled: "a delivery in a cancelled task returned with 0 of 20 items there"
    case .throwsWhenCancelled: "a delivery in a cancelled task threw: cancelled"
    case .forgetsWhenClosed: "the sink held 0 items when closed, and 0 after as many again"
    case .addsWholeSets:
      "said twice, consumers read of job 5117ce00-0000-4000-0000-000000000001 that all 5 items are there, and of"
        + " job 5117ce00-0000-4000-0000-000000000001 that all 5 items are there, not of job"
        + " 5117ce00-0000-4000-0000-000000000001 that all 5 items are there"
    case .neverForgets: "1 export jobs are still said to be whole"
    case .writesInInit: "making the module created lock"
    case .claimsSomethingElseEachTime:
      "equal settings claim file /claim/1 once and file /claim/2 then"
    case .writesWhenProbed: "probing created probed"
    case .leavesAFileOpen: "the sink is closed, and has left open: open"
    }
  }
}
