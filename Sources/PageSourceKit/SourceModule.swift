public import Diagnostics
public import ExportModel
public import Settings

/// The settings of one source, checked, and the way to ask it.
public protocol SourceModule: Sendable {
  /// What the source is called, and what can be set.
  static var descriptor: SourceDescriptor { get }

  /// Takes checked settings, and touches nothing outside the process.
  ///
  /// Called only when every setting is right, and none is in conflict with another.
  init(settings: CheckedSettings)

  /// What is wrong with the settings together, of those that are right on their own.
  ///
  /// - Parameter kind: where the file names the source's kind: the place for what is missing.
  static func conflicts(in settings: ReadSettings, at kind: SourceSpan) -> [Diagnostic]

  /// The export jobs whose items the source has.
  var selection: ExportJobSelection { get }

  /// What a count that does not add up does to the run.
  var completeness: Completeness { get }

  /// Whether the source is to be asked what the items are.
  ///
  /// Without a word of its own, a source has no accounting data.
  var hasAccountingData: Bool { get }

  /// The files that the source replaces while it is asked, as absolute paths: no sink may write there, and a schedule must
  /// let it write in their folders.
  ///
  /// Without a word of its own, a source has none.
  var keptFiles: [String] { get }

  /// Finds, without asking anybody, what of the host is in the way of asking: a proxy or a certificate
  /// that cannot be used. `check` looks at it too.
  func probe(_ host: SourceHost) throws(SourceError)

  /// Makes the source ready to be asked, and lets go of all that it holds when `body` is done.
  ///
  /// Throws what `body` throws, and a ``SourceError`` where the source cannot be asked at all.
  func withPages<Result: Sendable>(
    on host: SourceHost, _ body: (any PageSource) async throws -> Result
  ) async throws -> Result
}

extension SourceModule {
  /// It has none.
  public var hasAccountingData: Bool { false }

  /// None.
  public var keptFiles: [String] { [] }
}

/// What a kind of source is called and what can be set.
public struct SourceDescriptor: Sendable {
  /// The key in a job file: snake_case.
  public let kind: String
  /// What the source is, in one sentence for the user.
  public let summary: String
  /// Every setting, in the order of the documentation.
  public let settings: [any DeclaredSetting]
  /// The settings of a source that needs nothing from outside the file, and no network: for examples, and
  /// for the tests in a job file.
  public let example: [Example]
  /// The settings that a file for real work takes from outside, as references: an id, a secret. One that
  /// has a default is written where ``SourceModule/conflicts(in:at:)`` is not content without it.
  public let fromOutside: [Example]
  /// What to set so that the source asks a simulated API on this machine, whatever else is set; nil where there is none.
  public let simulated: Simulated?
  /// The settings that are needed as soon as another has one of some values.
  public let needs: [String: KeyDescription.Need]
  /// The findings that the module makes itself, beside those about single settings.
  public let findings: [FindingID]

  /// Settings by which a source asks a simulated API for an export job, by their keys; one without a value is left out.
  public typealias Simulated =
    @Sendable (_ api: String, _ exportJob: JobID) -> [String: String?]

  /// A setting and its value as one would write them.
  public struct Example: Sendable {
    /// The setting.
    public let key: String
    /// Its value.
    public let value: String

    /// Creates an example.
    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Creates a descriptor.
  public init(
    kind: String, summary: String, settings: [any DeclaredSetting], example: [Example],
    fromOutside: [Example] = [], simulated: Simulated? = nil,
    needs: [String: KeyDescription.Need] = [:],
    findings: [FindingID] = []
  ) {
    self.kind = kind
    self.summary = summary
    self.settings = settings
    self.example = example
    self.fromOutside = fromOutside
    self.simulated = simulated
    self.needs = needs
    self.findings = findings
  }
}
