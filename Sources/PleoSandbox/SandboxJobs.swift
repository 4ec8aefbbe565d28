public import ExportModel

/// The export jobs of every sandbox that are not generated like the rest.
public enum SandboxJobs {
  /// The job of Pleo's guide: its four items, in the guide's order, all pending
  /// (*How to retrieve export job items*, step 1).
  public static let guide = job(0x8eb6_48ab_464b_42a0, 0xba17_eda7_0365_7e33)
  /// `00000000-0000-4000-8000-000000000000`: a job without items, in progress.
  public static let empty = job(0x0000_0000_0000_4000, 0x8000_0000_0000_0000)
  /// `00000000-0000-4000-8000-000000000001`: a job that ended with success; every item successful.
  public static let completed = job(0x0000_0000_0000_4000, 0x8000_0000_0000_0001)
  /// `00000000-0000-4000-8000-000000000002`: a job that failed because it expired; what was not
  /// exported by then is abandoned.
  public static let failed = job(0x0000_0000_0000_4000, 0x8000_0000_0000_0002)
  /// `00000000-0000-4000-8000-000000000404`: no such job.
  public static let unknown = job(0x0000_0000_0000_4000, 0x8000_0000_0000_0404)

  private static func job(_ high: UInt64, _ low: UInt64) -> JobID {
    JobID(Identifier(high: high, low: low))
  }
}
