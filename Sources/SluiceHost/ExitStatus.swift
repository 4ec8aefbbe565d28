import ArgumentParser
import ExportEngine
import Foundation
import PageSourceKit
import SinkKit

/// What the process reports to its caller: the codes of sysexits(3), and nothing else.
enum ExitStatus: Int32, CaseIterable {
  /// Everything that had to go went, or there was nothing to do.
  case done = 0
  /// The command line is wrong.
  case usage = 64
  /// Finished, but items were rejected, held or are owed, or a route waits for a person.
  case needsPerson = 65
  /// The job file is missing or cannot be read.
  case noJobFile = 66
  /// The API or a sink was unreachable, after retries.
  case unreachable = 69
  /// A mistake in the program.
  case bug = 70
  /// The disk is full, read-only or failing.
  case storage = 74
  /// Progress is saved, and there is more to do: run again.
  case unfinished = 75
  /// The API answered what it must not.
  case badAnswer = 76
  /// A token or a permission was refused.
  case denied = 77
  /// The job file is wrong.
  case badJobFile = 78

  /// From the one that most needs a person to the one that least does: of several, the first counts.
  static let byUrgency: [ExitStatus] = [
    .bug, .usage, .storage, .denied, .badJobFile, .noJobFile, .badAnswer, .unreachable, .unfinished,
    .needsPerson, .done,
  ]

  /// The status that counts when all of `statuses` came up.
  static func combined(_ statuses: [ExitStatus]) -> ExitStatus {
    byUrgency.first(where: statuses.contains) ?? .done
  }

  /// The status of a run.
  static func of(_ outcome: RunOutcome) -> ExitStatus {
    var statuses = outcome.troubles.map(of)
    let receipt = outcome.receipt
    if receipt.ending == .stopped || receipt.ending == .stoppedRetrieving {
      statuses.append(.unfinished)
    }
    // Nobody knows what was never retrieved.
    if receipt.ending == .jobExpired || outcome.neverRetrieved > 0 { statuses.append(.needsPerson) }
    if !receipt.isClear || receipt.owedElsewhere > 0 { statuses.append(.needsPerson) }
    return combined(statuses)
  }

  /// The status of one trouble.
  static func of(_ trouble: RunTrouble) -> ExitStatus {
    switch trouble {
    case .source(let error): of(error.code)
    case .ledger(let error): of(error)
    case .sink(_, let error): of(error.code)
    case .termsChanged, .owedDropped, .placeTaken, .unmatched, .tooManyRejected: .needsPerson
    }
  }

  /// The status of a ledger's trouble.
  static func of(_ error: LedgerError) -> ExitStatus { error.code == .denied ? .denied : .storage }

  private static func of(_ code: SourceError.Code) -> ExitStatus {
    switch code {
    case .unreachable: .unreachable
    case .denied: .denied
    case .unknownJob, .foreignJob: .badAnswer
    case .cancelled: .unfinished
    case .invalid: .badJobFile
    case .storage: .storage
    default: .badAnswer
    }
  }

  private static func of(_ code: SinkError.Code) -> ExitStatus {
    switch code {
    case .unavailable: .unreachable
    case .storage: .storage
    case .denied: .denied
    case .invalid: .storage
    default: .bug
    }
  }

  /// What ends the command with this status when it is thrown.
  var error: ExitCode { ExitCode(rawValue) }

  /// Ends the command with this status; returns only for ``done``.
  func end() throws {
    if self != .done { throw error }
  }

  /// Ends the process with this status, whatever else is going on in it.
  func endAtOnce() -> Never {
    Console.closeStatus()
    _exit(rawValue)
  }
}
