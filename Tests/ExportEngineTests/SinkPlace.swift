import ExportModel
import SinkKit
import Synchronization

/// What a sink has made durable: it outlives the processes that write to it.
///
/// It is a queue whose consumer takes every message at once. So an item that comes again is known
/// only by what the sink remembers of its last batches, and the sink remembers no more than the
/// delivery contract makes it (lines 8 and 9).
final class SinkPlace: Sendable {
  /// What can be wrong with the sink, for tests of those who have to notice it.
  enum Fault: Sendable {
    /// Every opening forgets what the sink remembers: what comes again is there twice.
    case forgetsWhenOpened
    /// The last item of a batch of more than two is lost.
    case losesTheLast
    /// A batch is there in the order in which it came, backwards.
    case turnsRound
  }

  private struct State {
    var fault: Fault?
    var published: [StoredItem] = []
    var sessions: [[Ordinal]] = []
    /// What sinks that were open before have published, and nobody may have recorded.
    var inherited: Set<Ordinal> = []
    /// The last batch of the sink that is open.
    var last: Set<Ordinal> = []
    var closings = 0
    var sets: [WholeSet] = []
    var overstatements: [String] = []
    var labels: [SinkLabel] = []
  }

  private let state = Mutex(State())

  /// What is wrong with the sink.
  var fault: Fault? {
    get { state.withLock { $0.fault } }
    set { state.withLock { $0.fault = newValue } }
  }

  /// Every message, in the order of appearance: an item that is here twice was doubled.
  var published: [StoredItem] { state.withLock { $0.published } }

  /// The numbers of the published items, in the order of appearance.
  var numbers: [Int] { published.map { Sample.number($0.entryID) } }

  /// For each time that the sink was opened, the ordinals of all batches that became durable.
  var sessions: [[Ordinal]] { state.withLock { $0.sessions } }

  /// What was said of whole export jobs, the first first.
  var sets: [WholeSet] { state.withLock { $0.sets } }

  /// What was said to be whole and had more items than were there.
  var overstatements: [String] { state.withLock { $0.overstatements } }

  func finish(_ set: WholeSet) {
    state.withLock { state in
      state.sets.append(set)
      let items = Set(state.published.filter { $0.jobID == set.jobID }.map(\.entryID)).count
      if set.items > items {
        state.overstatements.append("is said to have \(set.items) items, and has \(items)")
      }
    }
  }

  /// How often the sink was closed.
  var closings: Int { state.withLock { $0.closings } }

  /// The label of each time that the sink was opened.
  var labels: [SinkLabel] { state.withLock { $0.labels } }

  func open(as label: SinkLabel) {
    state.withLock { state in
      state.labels.append(label)
      state.sessions.append([])
      state.inherited.formUnion(state.last)
      state.last = []
      if state.fault == .forgetsWhenOpened { state.inherited = [] }
    }
  }

  /// Publishes what is new, and returns how many that were.
  func keep(_ items: [StoredItem]) -> Int {
    state.withLock { state in
      let new = items.filter {
        !state.inherited.contains($0.ordinal) && !state.last.contains($0.ordinal)
      }
      let isTurned = state.fault == .turnsRound
      let isShort = state.fault == .losesTheLast && new.count > 2
      state.published += isTurned ? new.reversed() : isShort ? new.dropLast() : new
      let ordinals = items.map(\.ordinal)
      state.sessions[state.sessions.count - 1] += isTurned ? ordinals.reversed() : ordinals
      // Line 9: the batch before is recorded; what an earlier run delivered may come later still.
      state.inherited.subtract(ordinals)
      state.last = Set(ordinals)
      return new.count
    }
  }

  /// Forgets what is recorded now.
  func close() {
    state.withLock { state in
      state.closings += 1
      state.last = []
    }
  }
}
