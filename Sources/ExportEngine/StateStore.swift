public import DurableFiles
public import ExportModel

/// Where a job definition keeps what it knows: a ledger, and the lock that keeps two writers apart.
public protocol StateStore: Sendable {
  /// Where it is, for messages.
  var location: String { get }

  /// Whether a run has made a ledger there.
  var hasLedger: Bool { get }

  /// Who has the lock, or had it and was killed; nil where the last holder came to its end, and where there
  /// was none. Takes no lock.
  var lastHolder: FileLock.Holder? { get }

  /// Throws what taking the lock would throw for the place itself, as far as that is known without changing
  /// anything.
  func check() throws(LedgerError)

  /// Makes the place where it is missing, and takes its lock without waiting.
  func lock(as holder: FileLock.Holder) throws(LockFailure) -> any StateLock

  /// Opens the ledger, creating it where it is missing; only under the lock.
  func ledger() throws(LedgerError) -> any StateLedger

  /// Where the ledger was moved to, or was being moved to when a process died; nil where it was not.
  func movedPlace() throws(LedgerError) -> String?

  /// Moves the ledger to another place of the same kind, where there is none, and stores who did it; only under the lock.
  /// From then on, this place is refused with the other one's name, so that nobody begins anew by mistake. Whenever the
  /// process dies, at most one of the two places is in force, and moving to the same one again finishes it.
  ///
  /// - Parameter holder: takes the lock of the other place as well.
  func move(
    to location: String, as holder: FileLock.Holder, by who: String
  ) throws(LockFailure)

  /// Opens the ledger for looking at; nil where no run has made one.
  ///
  /// - Parameter isChecked: whether all of it is checked for damage.
  func reader(isChecked: Bool) throws(LedgerError) -> (any LedgerReading)?
}

extension StateStore {
  /// Opens the ledger for looking at, checked for damage; nil where no run has made one.
  public func reader() throws(LedgerError) -> (any LedgerReading)? { try reader(isChecked: true) }
}

/// A lock that is held until it is released, or the process ends, however it ends.
public protocol StateLock: Sendable {
  /// Lets the lock go, and says that its holder came to its end.
  func release()
}

/// Why a lock was not had.
public enum LockFailure: Error, Sendable {
  /// Another holder has it: the one that it names, if that can be read yet.
  case held(by: FileLock.Holder?)
  /// The place cannot be used.
  case unusable(LedgerError)
}

/// A ledger that also keeps what people decide, and which files the runs were of.
public protocol StateLedger: Ledger {
  /// The export jobs in which a route has progress, or at least was asked about items, in the order in
  /// which they were first stored.
  ///
  /// - Parameter isTouched: only those in which it has delivered or settled something.
  func jobs(with route: Name, isTouched: Bool) async throws(LedgerError) -> [JobID]

  /// Stores that a run has begun, or that it has come to another export job, and from which file its job definition was
  /// read, as an absolute path without symbolic links. Under the lock there is no other run, so one that has not
  /// come to its end was killed. What the run does is stored by ``Ledger/store(_:)-(RunReceipt)``.
  func begin(_ run: RecordedRun, readFrom file: String) async throws(LedgerError)

  /// Stores how a run ended that had no export job to work on, or has nothing more to do with one.
  func end(_ run: RecordedRun) async throws(LedgerError)

  /// The job definitions of runs, by name, and the files that each was read from.
  func definitions() async throws(LedgerError) -> [ReadDefinition]

  /// Stores what a person decided, and who and when.
  ///
  /// - Parameter job: the export job that it is about; only ``Decision/renameRoute(from:to:)``,
  ///   ``Decision/reset(items:dropped:)`` and ``Decision/move(to:)`` are about none.
  /// - Returns: how many export jobs or items it changed.
  @discardableResult
  func store(_ decision: Decision, of job: JobID?, by who: String) async throws(LedgerError) -> Int

  /// The export jobs with items that no run has come to since a moment, in milliseconds since 1970-01-01T00:00:00Z, and
  /// of which no route owes anything, by all that is known; in the order in which they were first stored.
  func clearJobs(
    untouchedSince moment: Int64
  ) async throws(LedgerError) -> [(job: JobID, hasEnded: Bool)]

  /// Forgets the items of export jobs and what their routes did, and all runs that began before a moment, but for the
  /// newest run of each export job that is still known.
  func forget(_ jobs: [JobID], runsBefore moment: Int64) async throws(LedgerError)
}

extension StateLedger {
  /// The export jobs in which a route has progress, or at least was asked about items.
  public func jobs(with route: Name) async throws(LedgerError) -> [JobID] {
    try await jobs(with: route, isTouched: false)
  }
}
