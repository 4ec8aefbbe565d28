public import Settings
public import SinkKit

/// The delivery contract of ``SinkKit/Sink`` as rules that a sink is checked against.
///
/// The author of a sink says how to set it up in an empty folder and how to read back what it
/// holds, and makes one test of every rule:
///
/// ```swift
/// let contract = SinkContract(
///   of: SQLiteSinkModule.self,
///   settings: { folder in .mapping(["path": "\(folder)/export.sqlite"]) },
///   readBack: { folder in try rows(of: "\(folder)/export.sqlite") },
///   empty: { folder in try deleteRows(of: "\(folder)/export.sqlite") })
///
/// @Test(arguments: SinkContract.Rule.allCases)
/// func keepsTheContract(rule: SinkContract.Rule) async throws {
///   let violations = try await contract.check(rule)
///   #expect(violations == [])
/// }
/// ```
public struct SinkContract: Sendable {
  let module: any SinkModule.Type
  let settings: @Sendable (_ folder: String) -> Node
  let readBack: @Sendable (_ folder: String) async throws -> [DeliveredItem]
  let empty: (@Sendable (_ folder: String) async throws -> Void)?
  let isDurable: Bool
  let open:
    @Sendable (_ module: any SinkModule, _ label: SinkLabel, _ folder: String)
      async throws -> any Sink

  /// Says how a sink is set up and read.
  ///
  /// - Parameters:
  ///   - module: the module of the sink.
  ///   - settings: settings, right ones, that keep everything the sink has in `folder`.
  ///   - readBack: everything that the sink whose settings were made for `folder` holds now, in its
  ///     own order, from outside the sink; nothing where no sink was opened yet.
  ///   - empty: removes everything that the sink holds, as a consumer does that is done with it; nil for
  ///     a sink whose descriptor says that it does not remember what was removed.
  ///   - isDurable: whether what a delivery has returned for survives a loss of power; false for a sink of which that is not
  ///     its own matter, such as one that prints.
  ///   - open: how the sink is opened, where that needs more than its module's `open(as:)`: a place
  ///     that no setting names.
  public init(
    of module: any SinkModule.Type,
    settings: @escaping @Sendable (_ folder: String) -> Node,
    readBack: @escaping @Sendable (_ folder: String) async throws -> [DeliveredItem],
    empty: (@Sendable (_ folder: String) async throws -> Void)? = nil,
    isDurable: Bool = true,
    open:
      @escaping @Sendable (
        _ module: any SinkModule, _ label: SinkLabel, _ folder: String
      ) async throws -> any Sink = { module, label, _ in try await module.open(as: label) }
  ) {
    self.module = module
    self.settings = settings
    self.readBack = readBack
    self.empty = empty
    self.isDurable = isDurable
    self.open = open
  }

  /// Tries a rule in a folder of its own.
  ///
  /// - Returns: what went against the rule, a sentence each; nothing when the sink keeps it.
  /// - Throws: what the sink, its module or `readBack` threw, because no rule asks for anything that a
  ///   sink may fail at; wrong settings throw a `RefusedFile`.
  public func check(_ rule: Rule) async throws -> [String] {
    try await withScratchFolder { folder in
      let stage = try Stage(self, in: folder)
      return switch rule {
      case .deliversInOrder: try await stage.deliversInOrder()
      case .everyItemArrives: try await stage.everyItemArrives()
      case .bigBatchArrives: try await stage.bigBatchArrives()
      case .statusesArriveUnchanged: try await stage.statusesArriveUnchanged()
      case .dataArrivesUnchanged: try await stage.dataArrivesUnchanged()
      case .jobsAreKeptApart: try await stage.jobsAreKeptApart()
      case .repeatedBatch: try await stage.repeatedBatch()
      case .otherCutAfterDeath: try await stage.otherCutAfterDeath()
      case .removedItemsStayAway: try await stage.removedItemsStayAway()
      case .survivesPowerLoss: try await stage.survivesPowerLoss()
      case .survivesKill: try await stage.survivesKill()
      case .failureLosesNothing: try await failureLosesNothing()
      case .consumerSeesWhatIsThere: try await stage.consumerSeesWhatIsThere()
      case .receiptsAreTrue: try await stage.receiptsAreTrue()
      case .cancelledDeliveryEnds: try await stage.cancelledDeliveryEnds()
      case .reopenedSinkGoesOn: try await stage.reopenedSinkGoesOn()
      case .wholeSetsAreKnown: try await stage.wholeSetsAreKnown()
      case .forgottenItemsComeAgain: try await stage.forgottenItemsComeAgain()
      case .initTouchesNothing: try stage.initTouchesNothing()
      case .equalSettingsClaimTheSame: try stage.equalSettingsClaimTheSame()
      case .probeChangesNothing: try await stage.probeChangesNothing()
      case .closesWhatItOpened: try await stage.closesWhatItOpened()
      }
    }
  }
}

extension SinkContract {
  /// One rule that every sink keeps; the number is its line of the contract on
  /// ``SinkKit/Sink``.
  public enum Rule: String, CaseIterable, Sendable, CustomStringConvertible {
    /// Line 1: the sink's own order is the order of delivery, within each job.
    case deliversInOrder = "items are in the order of their delivery"
    /// Line 2: when a delivery returns, its items are there, before the sink is closed.
    case everyItemArrives = "every item of every batch is there when its delivery returns"
    /// Line 1: a batch may be as large as a route's limit, of which 5,000 is an example.
    case bigBatchArrives = "a batch of 5,000 items arrives whole"
    /// Line 2: a status is the API's word, whatever characters it has.
    case statusesArriveUnchanged = "a status arrives as it is, whatever characters it has"
    /// Line 2: data is what the API gave, byte for byte, of a sink that takes it; one that comes again is whole too.
    case dataArrivesUnchanged = "data arrives as it is, whatever it holds"
    /// Line 4: an item is known by its job and its entry id together.
    case jobsAreKeptApart = "the same entry in two jobs is two items"
    /// Line 4: a batch that comes again is absorbed or repeated as the descriptor says.
    case repeatedBatch = "a batch that comes again is absorbed, or repeated, as claimed"
    /// Lines 4 and 9: so are batches cut elsewhere, after a run that died without closing.
    case otherCutAfterDeath = "batches cut elsewhere after a death are absorbed, or repeated"
    /// Line 10: what a consumer has removed does not come again, as claimed.
    case removedItemsStayAway =
      "an item that a consumer has removed does not come again, as claimed"
    /// Lines 2, 4 and 9, where a machine loses its power: what was not synced may be gone, in any part.
    case survivesPowerLoss = "a loss of power loses nothing, and shows nothing twice, as claimed"
    /// Lines 2, 4 and 9, where the process is killed: the next one finds files as any operation left them.
    case survivesKill = "a kill loses nothing, and shows nothing twice, as claimed"
    /// Lines 3 and 6: a delivery whose disk is full or broken in the middle throws at once, and the same batch may come again.
    case failureLosesNothing =
      "a delivery that fails in the middle loses nothing, and is not tried again"
    /// ``SinkKit/SinkModule/consumer`` sees what `readBack` sees, in the same order, and takes it away.
    case consumerSeesWhatIsThere = "the module's consumer sees what is there, and takes it"
    /// Line 5: written, absorbed and rejected add up to the batch, and say what happened.
    case receiptsAreTrue = "receipts add up and say what happened"
    /// Line 7: a delivery in a cancelled task runs to its end.
    case cancelledDeliveryEnds = "a delivery in a cancelled task runs to its end"
    /// Line 8: a sink that was closed and is opened again keeps what it has and takes more.
    case reopenedSinkGoesOn = "a sink that is closed and opened again goes on"
    /// Line 11: consumers can tell, durably, and only once, that a sink whose descriptor says so has all of an export job.
    case wholeSetsAreKnown = "consumers can tell that an export job is whole, as claimed"
    /// ``SinkKit/SinkModule/forget(_:of:as:)``: what a consumer has removed comes again, and no set is said to be whole.
    case forgottenItemsComeAgain = "what is to be forgotten is forgotten"
    /// ``SinkKit/SinkModule/init(settings:)`` touches nothing outside the process.
    case initTouchesNothing = "making the module touches nothing"
    /// ``SinkKit/SinkModule/claims`` follow from the settings alone.
    case equalSettingsClaimTheSame = "equal settings claim the same"
    /// ``SinkKit/SinkModule/probe(as:)`` looks, and changes nothing.
    case probeChangesNothing = "probing changes nothing, and finds nothing wrong where nothing is"
    /// Line 8: a sink that is closed lets go of every file.
    case closesWhatItOpened = "a sink that is closed has no file open"

    /// The rule as a sentence.
    public var description: String { rawValue }
  }
}
