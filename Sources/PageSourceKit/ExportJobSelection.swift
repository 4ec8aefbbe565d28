public import ExportModel

/// Which export jobs of a source a job definition is about.
public enum ExportJobSelection: Equatable, Sendable {
  /// This one.
  case one(JobID)
  /// Those that ``PageSource/exportJobs()`` finds, the oldest first and one at a time, until none is left.
  case next(ExpiredPolicy)
}

/// What to do with an export job that should have expired by its own numbers, while the API says that it is open.
public enum ExpiredPolicy: String, CaseIterable, Sendable {
  /// Begin nothing: what is delivered of it may come too late, and its entries may be exported again.
  case hold
  /// Go on, because the API says that it is open.
  case process
}
