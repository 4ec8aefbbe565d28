public import Diagnostics
public import Settings

/// A place that stored items are delivered to.
///
/// This is the delivery contract; `SinkKitTesting` has a test for each line that can be seen from outside.
///
/// 1. Batches come one at a time, in order; a batch is never empty and never over the route's
///    limit.
/// 2. Returning from ``deliver(_:)`` means done: printed, synced, committed, whatever the sink
///    promises.
/// 3. Throwing promises nothing about the batch: the whole batch is delivered again.
/// 4. So any item may come again, in this run or a later one, in batches cut elsewhere. An
///    ``Redelivery/absorbed`` sink makes that invisible; a ``Redelivery/repeated`` one says so.
/// 5. The receipt counts what was written and what was absorbed, and names the items that the sink
///    will never take, each with a reason; the rest of the batch is delivered.
/// 6. A sink does not retry, wait or log; its error's code says whether trying again can help.
/// 7. A delivery once begun runs to its end, cancelled task or not; stopping happens between
///    batches.
/// 8. ``close()`` means that every delivery made through this sink is recorded for good; after it
///    nothing is called. What an earlier run delivered and did not record may still come again,
///    where this one did not deliver it. A run that dies, or whose last delivery failed or could
///    not be recorded, ends without it.
/// 9. The host makes a batch's delivery durable in its ledger before it delivers the next one. So
///    at most one delivered batch is unrecorded when a run dies. It may come again later, cut
///    elsewhere, and some of it in a later run: an item that is not due in one run may be due again
///    in the next, behind items with higher ordinals.
/// 10. A consumer that removes what it took does not see it again: an item that comes again is known
///    though nothing of it is left. A sink that does not know says so in its descriptor.
/// 11. ``finish(_:)`` says that the sink has all items of an export job that its route has for it. It comes after the last
///     batch is recorded; again where the host may not know that it came; and again, with another set, where more items
///     came after all. Returning means that consumers know, durably. Only a sink whose descriptor says so is asked.
public protocol Sink: Sendable {
  /// Delivers a batch in order and returns when it is as durable as the sink promises.
  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt

  /// Makes known to consumers that the sink has all items of an export job, in place of what was said of that job before;
  /// without a word of its own, a sink has no way to.
  func finish(_ set: WholeSet) async throws(SinkError)

  /// Flushes and lets go of everything the sink holds. Called after the last delivery was recorded: once, and
  /// again where it threw an error that is worth another attempt.
  func close() async throws(SinkError)
}

extension Sink {
  /// Does nothing.
  public func finish(_ set: WholeSet) async throws(SinkError) {}
}

/// The settings of one sink, checked, and the way to open it.
public protocol SinkModule: Sendable {
  /// What the sink is called, what it does with repeats, and what can be set.
  static var descriptor: SinkDescriptor { get }

  /// Takes checked settings and touches nothing outside the process.
  ///
  /// Called only when every setting is right on its own; throws a finding where they are wrong
  /// together.
  init(settings: CheckedSettings) throws(Diagnostic)

  /// What no other sink of the run may hold too.
  var claims: Set<ResourceClaim> { get }

  /// What the progress of a route rests on: with another place the sink would be another one, that has
  /// nothing yet. Without a word of its own, a sink's place is what it claims.
  ///
  /// The ledger keeps it, so it stays the same from version to version, and has no secret in it.
  var place: Set<ResourceClaim> { get }

  /// What this sink does with an item that comes again, where its settings have a part in that; without a word of its
  /// own, what the descriptor says.
  var redelivery: Redelivery { get }

  /// Whether this sink keeps line 10 of the contract of ``Sink``; without a word of its own, what the descriptor says.
  var remembersRemoved: Bool { get }

  /// Whether this sink has a use for ``ExportModel/StoredItem/data``; without a word of its own, what the descriptor says.
  var takesData: Bool { get }

  /// The setting that asks for accounting data, without which it has no meaning; without a word of its own, none does.
  var neededData: SourceSpan? { get }

  /// Makes the sink ready to deliver, and first finishes or undoes what a run that died left
  /// half done.
  ///
  /// - Parameter label: the job and route that the sink serves.
  func open(as label: SinkLabel) async throws(SinkError) -> any Sink

  /// Looks at the sink's place, as far as that is known without opening or changing anything,
  /// and throws what opening would throw; without a word of its own, a sink has nothing to say.
  ///
  /// - Parameter label: the job and route that the sink would serve.
  func probe(as label: SinkLabel) async throws(SinkError)

  /// Forgets, durably, what the sink has noted of export jobs beside their items; without a word of its own, a sink notes
  /// nothing. Called while no run goes on.
  ///
  /// A person has items delivered again that the sink has lost. What is noted of them would hide them when they come, and
  /// say meanwhile that all are there. Items that the sink still has stay, and are absorbed.
  ///
  /// - Parameters:
  ///   - notes: which notes.
  ///   - jobs: the export jobs; nil for all.
  ///   - label: the job and route whose notes they are.
  func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, as label: SinkLabel) async throws(SinkError)

  /// A consumer of the sink's place, by which `sluice prove` reads back what was delivered; without a word of its own,
  /// a sink has none, and is not proven.
  ///
  /// A sink that claims ``ResourceClaim/standardOutput`` needs none: ``items(printed:)`` reads what it prints.
  var consumer: (any SinkConsumer)? { get }

  /// The items in what the sink has printed on standard output; without a word of its own, JSON Lines.
  func items(printed text: [UInt8]) throws -> [DeliveredItem]
}

extension SinkModule {
  /// What the descriptor says.
  public var redelivery: Redelivery { Self.descriptor.redelivery }

  /// What the descriptor says.
  public var remembersRemoved: Bool { Self.descriptor.remembersRemoved }

  /// What the descriptor says.
  public var takesData: Bool { Self.descriptor.takesData }

  /// None.
  public var neededData: SourceSpan? { nil }

  /// Nothing.
  public func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, as label: SinkLabel
  ) async throws(SinkError) {}

  /// Whether a consumer sees every item once, whatever dies and whenever, even if it removes what it took.
  public var showsItemsOnce: Bool { redelivery == .absorbed && remembersRemoved }

  /// Whether everything that the sink changes is below the paths that its settings name, or on standard output, so that
  /// `sluice prove` can let it work where it harms nothing.
  public var canBeRehearsed: Bool {
    !claims.isEmpty && claims.allSatisfy { !$0.paths.isEmpty || $0 == .standardOutput }
  }

  /// None.
  public var consumer: (any SinkConsumer)? { nil }

  /// An item on each line.
  public func items(printed text: [UInt8]) throws -> [DeliveredItem] {
    try DeliveredItem.all(inLines: text)
  }

  /// What the sink claims.
  public var place: Set<ResourceClaim> { claims }

  /// Nothing is known.
  public func probe(as label: SinkLabel) async throws(SinkError) {}
}
