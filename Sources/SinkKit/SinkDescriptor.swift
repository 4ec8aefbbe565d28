public import CrashPoints
public import Diagnostics
public import ExportModel
public import Settings

/// What a sink does with an item that comes again.
public enum Redelivery: String, Sendable {
  /// An item that comes again is still there once.
  case absorbed
  /// An item that comes again is there again.
  case repeated
}

/// What a kind of sink is called and what can be set.
public struct SinkDescriptor: Sendable {
  /// The key in a job file: snake_case.
  public let kind: String
  /// What the sink does, in one sentence for the user.
  public let summary: String
  /// What the sink does with an item that comes again, unless its settings have a part in that.
  public let redelivery: Redelivery
  /// Whether an item that comes again stays away though a consumer has removed it meanwhile: line 10 of
  /// the contract of ``Sink``.
  public let remembersRemoved: Bool
  /// Whether the sink has a use for ``ExportModel/StoredItem/data``.
  public let takesData: Bool
  /// Whether consumers of the sink can tell when it has all items of an export job: line 11 of the contract of ``Sink``.
  public let finishes: Bool
  /// How many items a batch has at most where the route does not say; a sink that rejects nothing and is done
  /// with an item in microseconds may take more than the usual 1000.
  public let batch: Int
  /// Every setting, in the order of the documentation.
  public let settings: [any DeclaredSetting]
  /// The findings that the module makes itself, beside those about single settings.
  public let findings: [FindingID]
  /// Where a process can be made to die in the sink, in the order in which a delivery passes them.
  public let crashPoints: [CrashPoint]

  /// Creates a descriptor.
  ///
  /// - Parameter remembersRemoved: nil for what follows from `redelivery`: a sink that absorbs repeats
  ///   keeps line 10 of the contract, unless it says that it does not.
  public init(
    kind: String, summary: String, redelivery: Redelivery, remembersRemoved: Bool? = nil,
    takesData: Bool = false, finishes: Bool = false, batch: Int = 1000,
    settings: [any DeclaredSetting],
    findings: [FindingID] = [],
    crashPoints: [CrashPoint] = []
  ) {
    self.kind = kind
    self.summary = summary
    self.redelivery = redelivery
    self.remembersRemoved = remembersRemoved ?? (redelivery == .absorbed)
    self.takesData = takesData
    self.finishes = finishes
    self.batch = batch
    self.settings = settings
    self.findings = findings
    self.crashPoints = crashPoints
  }
}

extension SinkDescriptor {
  /// Whether a consumer sees every item once, whatever dies and whenever, even if it removes what it
  /// took.
  public var showsItemsOnce: Bool { redelivery == .absorbed && remembersRemoved }
}

/// The job definition and route that a sink serves.
public struct SinkLabel: Hashable, Sendable, CustomStringConvertible {
  /// The job definition's name.
  public let job: Name
  /// The route's name.
  public let route: Name

  /// Creates a label.
  public init(job: Name, route: Name) {
    self.job = job
    self.route = route
  }

  /// `job/route`.
  public var description: String { "\(job)/\(route)" }
}
