// The meaning of each is its documentation.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// The findings of the language and of the commands; plugins declare their own.
extension FindingID {
  public static let commandFailed = FindingID("command.failed", "a command could not do its work")
  public static let commandFolder = FindingID("command.folder", "the working directory is gone")
  public static let commandUsage = FindingID(
    "command.usage", "a command was given arguments that it does not take")
  public static let entryAmbiguous = FindingID(
    "entry.ambiguous", "`explain` was given the beginning of several ids")
  public static let entryUnknown = FindingID(
    "entry.unknown", "`explain` was given an item that no run has stored")
  public static let fileFindings = FindingID(
    "file.findings", "the file has more findings than are shown")
  public static let fileUnreadable = FindingID(
    "file.unreadable", "the job file is missing or cannot be read")
  public static let fileUnwritable = FindingID("file.unwritable", "the job file cannot be written")
  public static let formatUnsafe = FindingID(
    "format.unsafe", "`fmt` cannot lay a part of the file out without a risk")
  public static let jobAmbiguous = FindingID(
    "job.ambiguous", "the ledger has several export jobs, and a decision names none")
  public static let jobUnknown = FindingID(
    "job.unknown", "no run has stored an export job, and a command is about one")
  public static let jobVersion = FindingID(
    "job.version", "the file is written in a version that is not known")
  public static let ledgerUnreadable = FindingID(
    "ledger.unreadable", "the job's ledger cannot be read")
  public static let liveOwedElsewhere = FindingID(
    "live.owed_elsewhere", "`check --live` finds items of another export job that are owed or held")
  public static let liveRoute = FindingID(
    "live.route", "`check --live` finds a route that a run would refuse, or that still owes items")
  public static let liveSink = FindingID(
    "live.sink", "`check --live` finds that a sink cannot use its place")
  public static let liveSource = FindingID(
    "live.source", "`check --live` has no answer from the API, or a refusal")
  public static let liveState = FindingID(
    "live.state", "`check --live` finds that the state folder cannot be used")
  public static let observeClaim = FindingID(
    "observe.claim", "receipts or metrics would be written where something else is kept")
  public static let observeFile = FindingID(
    "observe.file", "the receipt or the metrics of a run could not be written")
  /// The URL of a ping.
  public static let observePing = FindingID(
    "observe.ping", "the URL of a ping cannot be used, or is written in the file; it is not shown")
  public static let paramsChoices = FindingID(
    "params.choices", "`choices` is missing, or is where it has no meaning")
  public static let paramsMissing = FindingID(
    "params.missing", "a parameter that needs a value has none")
  public static let paramsName = FindingID(
    "params.name", "a parameter has a name that cannot be one")
  public static let paramsNested = FindingID(
    "params.nested", "a parameter is declared with another one")
  public static let paramsUnknown = FindingID(
    "params.unknown", "a parameter that is not declared is referred to")
  public static let paramsValue = FindingID(
    "params.value", "a value of a parameter is not of the parameter's type")
  public static let pathAddress = FindingID(
    "path.address", "an address, such as `https://…`, is where a path belongs")
  public static let pathCharacters = FindingID(
    "path.characters", "a path has a character that the name of a file cannot have here")
  public static let pathLiteral = FindingID(
    "path.literal", "warning: a part of a path is taken as it is written")
  public static let predicateConstant = FindingID(
    "predicate.constant", "warning: a part of a `when` always or never holds")
  public static let predicateField = FindingID(
    "predicate.field", "a `when` asks for a field that items do not have")
  public static let predicateLimit = FindingID(
    "predicate.limit", "a `when` is too long or too deeply nested")
  public static let predicateNever = FindingID(
    "predicate.never", "warning: no item that the job processes meets a `when`")
  public static let predicateOutside = FindingID(
    "predicate.outside", "a `when` has a value from outside the file in it")
  public static let predicateRepeated = FindingID(
    "predicate.repeated", "a list of a `when` has a value twice")
  public static let predicateStatus = FindingID(
    "predicate.status", "a `when` names a status that items do not have")
  public static let predicateSyntax = FindingID(
    "predicate.syntax", "a `when` is not written as the language has it")
  public static let predicateType = FindingID(
    "predicate.type", "a `when` compares a field with something of another type")
  public static let proofEmpty = FindingID(
    "prove.empty", "no item of the simulated export job goes to a route")
  public static let proofFailed = FindingID(
    "prove.failed", "items were lost, doubled or out of order after a kill")
  public static let proofUnread = FindingID("prove.unread", "a sink cannot be read back")
  public static let recoveryStatus = FindingID(
    "recovery.status", "a status is not allowed under `process`")
  public static let routesClaim = FindingID(
    "routes.claim", "two sinks, or a sink and the job's state, share a place")
  public static let routesGuarantee = FindingID(
    "routes.guarantee", "a sink cannot give the `guarantee` of its route")
  public static let routesName = FindingID("routes.name", "two routes have the same name")
  public static let routesUnreached = FindingID(
    "routes.unreached", "warning: a status is processed, and no route takes its items")
  public static let runBusy = FindingID("run.busy", "another run of the job goes on")
  public static let runEnded = FindingID(
    "run.ended", "the export job has ended, and a route still owes items")
  public static let runExpired = FindingID(
    "run.expired", "the time of an open export job is over by its own numbers")
  public static let runFiles = FindingID(
    "run.files", "the process may not open as many files as it needs")
  public static let runHeld = FindingID("run.held", "a person must decide on items")
  public static let runLedger = FindingID("run.ledger", "the ledger could not be read or written")
  public static let runNeverRetrieved = FindingID(
    "run.never_retrieved", "an export job has failed before its items were retrieved")
  public static let runOwed = FindingID("run.owed", "a route owes items")
  public static let runOwedElsewhere = FindingID(
    "run.owed_elsewhere", "items of another export job of the job file are owed or held")
  public static let runPlace = FindingID(
    "run.place", "a new route delivers to where another one did")
  public static let runRejected = FindingID("run.rejected", "a sink will never take items")
  public static let runRenamed = FindingID(
    "run.renamed", "the job was renamed, and its ledger has the old name")
  public static let runSink = FindingID("run.sink", "a sink could not be opened, deliver or close")
  public static let runSource = FindingID(
    "run.source", "the API could not be reached, or refused, or answered wrongly")
  public static let runState = FindingID("run.state", "the state folder could not be used")
  public static let runStopped = FindingID(
    "run.stopped", "a stop was asked for, by a signal or the deadline")
  public static let runStuck = FindingID(
    "run.stuck", "a sink did not come back, and was not waited for")
  public static let runTerms = FindingID(
    "run.terms", "a route has other terms than when it delivered before")
  public static let runTooManyRejected = FindingID(
    "run.too_many_rejected", "a sink rejected more than `max_rejected`")
  public static let runUnmatched = FindingID(
    "run.unmatched", "items that no route takes, under `unmatched: fail`")
  public static let secretElsewhere = FindingID(
    "secret.elsewhere", "a secret is used in a setting that is none")
  public static let settingsChoice = FindingID(
    "settings.choice", "a word is none of those that a setting takes")
  public static let settingsConflict = FindingID(
    "settings.conflict", "two settings contradict each other")
  public static let settingsMissing = FindingID(
    "settings.missing", "a key that must be there is not")
  public static let settingsRepeated = FindingID(
    "settings.repeated", "a key or an element of a list is given twice")
  public static let settingsRetyped = FindingID(
    "settings.retyped", "warning: another YAML reader gives a text another type")
  public static let settingsShape = FindingID(
    "settings.shape", "something else is where a mapping belongs")
  public static let settingsType = FindingID(
    "settings.type", "a value is not of the type of its setting")
  public static let settingsUnknown = FindingID(
    "settings.unknown", "a key is not one of the language")
  public static let settingsURL = FindingID(
    "settings.url", "a URL is none, or items would be sent to it over an open connection")
  public static let sinkShape = FindingID(
    "sink.shape", "`sink` does not name one kind with its settings")
  public static let sinkUnknown = FindingID(
    "sink.unknown", "a kind of sink that this build does not have")
  public static let sourceData = FindingID(
    "source.data",
    "accounting data is needed that the source is not asked for, or asked for and of no use")
  public static let sourceOutside = FindingID(
    "source.outside", "`HTTPS_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR` or `ca_file` cannot be used")
  public static let sourceShape = FindingID(
    "source.shape", "`source` does not name one kind with its settings")
  public static let sourceUnknown = FindingID(
    "source.unknown", "a kind of source that there is not")
  public static let stateRefused = FindingID(
    "state.refused", "a command of `state` cannot do what it was asked to")
  public static let statusFailed = FindingID(
    "status.failed", "the last run failed, and another one does not help until a person acts")
  public static let statusOwed = FindingID(
    "status.owed", "items are held, rejected or owed, and a person must look")
  public static let statusUnfinished = FindingID(
    "status.unfinished", "a run is going on, or was killed, or has left items to the next run")
  public static let testsCursor = FindingID(
    "tests.cursor", "two pages of a test give the same cursor")
  public static let testsDate = FindingID(
    "tests.date", "a test gives an item a date as the API would not write it")
  public static let testsEntry = FindingID(
    "tests.entry", "a test expects an item that its pages do not have")
  public static let testsFailed = FindingID(
    "tests.failed", "a test of the file did not come out as it expects")
  public static let testsName = FindingID("tests.name", "two tests have the same name")
  public static let testsPages = FindingID(
    "tests.pages", "a test takes the pages of a test that is not above it")
  public static let testsRoute = FindingID("tests.route", "a test names a route that there is not")
  public static let valueDenied = FindingID(
    "value.denied", "this user may not read a file that a value is in")
  public static let valueLimit = FindingID(
    "value.limit", "values from outside the file are too long together")
  public static let valueMissing = FindingID(
    "value.missing", "a value from outside the file is unavailable")
  public static let valueReference = FindingID(
    "value.reference", "a `${…}` is not written as the language has it")
  public static let yamlAlias = FindingID(
    "yaml.alias", "an alias names no value above it, or the one it is in")
  public static let yamlDocuments = FindingID(
    "yaml.documents", "the file has more than one document")
  public static let yamlEmpty = FindingID("yaml.empty", "the file has no document")
  public static let yamlEncoding = FindingID(
    "yaml.encoding", "the file is not UTF-8, or has characters that YAML has not")
  public static let yamlKey = FindingID("yaml.key", "a key is a list or a mapping")
  public static let yamlLimit = FindingID(
    "yaml.limit", "the file is larger or more deeply nested than is allowed")
  public static let yamlMerge = FindingID("yaml.merge", "`<<` is given twice, or names no mapping")
  public static let yamlSyntax = FindingID("yaml.syntax", "the file is not YAML")
  public static let yamlTag = FindingID("yaml.tag", "the file has a tag, which no setting takes")

  /// All of them, sorted.
  public static let known: [FindingID] = [
    .commandFailed, .commandFolder, .commandUsage, .entryAmbiguous, .entryUnknown, .fileFindings,
    .fileUnreadable, .fileUnwritable, .formatUnsafe, .jobAmbiguous, .jobUnknown, .jobVersion,
    .ledgerUnreadable,
    .liveOwedElsewhere, .liveRoute, .liveSink, .liveSource, .liveState, .observeClaim, .observeFile,
    .observePing,
    .paramsChoices,
    .paramsMissing, .paramsName, .paramsNested, .paramsUnknown, .paramsValue, .pathAddress,
    .pathCharacters, .pathLiteral, .predicateConstant, .predicateField, .predicateLimit,
    .predicateNever, .predicateOutside, .predicateRepeated, .predicateStatus, .predicateSyntax,
    .predicateType, .proofEmpty, .proofFailed, .proofUnread, .recoveryStatus, .routesClaim,
    .routesGuarantee, .routesName, .routesUnreached,
    .runBusy, .runEnded, .runExpired, .runFiles, .runHeld, .runLedger, .runNeverRetrieved, .runOwed,
    .runOwedElsewhere,
    .runPlace,
    .runRejected, .runRenamed, .runSink, .runSource, .runState, .runStopped, .runStuck, .runTerms,
    .runTooManyRejected, .runUnmatched, .secretElsewhere, .settingsChoice, .settingsConflict,
    .settingsMissing, .settingsRepeated, .settingsRetyped, .settingsShape, .settingsType,
    .settingsUnknown, .settingsURL, .sinkShape, .sinkUnknown, .sourceData, .sourceOutside,
    .sourceShape,
    .sourceUnknown, .stateRefused, .statusFailed, .statusOwed, .statusUnfinished, .testsCursor,
    .testsDate,
    .testsEntry,
    .testsFailed, .testsName, .testsPages,
    .testsRoute, .valueDenied, .valueLimit, .valueMissing, .valueReference, .yamlAlias,
    .yamlDocuments, .yamlEmpty, .yamlEncoding, .yamlKey, .yamlLimit, .yamlMerge, .yamlSyntax,
    .yamlTag,
  ]
}
