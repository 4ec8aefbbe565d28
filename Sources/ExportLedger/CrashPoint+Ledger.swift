public import CrashPoints

extension CrashPoint {
  static let draftSynced = CrashPoint(
    "ledger.draft_synced", "a new ledger is whole and durable, and does not have its name yet")
  static let ledgerNamed = CrashPoint("ledger.named", "a new ledger has its name")
  static let changeWritten = CrashPoint(
    "ledger.change_written", "a change is written to the ledger, and not committed yet")

  /// All of the ledger's; the engine's follow the changes that are committed.
  public static let ofLedger = [draftSynced, ledgerNamed, changeWritten]
}
