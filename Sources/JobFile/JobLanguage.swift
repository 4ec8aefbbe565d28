import PageSourceKit
public import Settings
import SinkKit

/// The language of job files as data, taken from the declarations that files are read by: what the
/// schema, the reference and the formatter are made from.
public struct JobLanguage: Sendable {
  /// Every key of a file, in the order of the specification.
  public let keys: [KeyDescription]
  /// The sources and sinks that a file may have.
  public let catalog: PluginCatalog

  /// The form of a whole file.
  public var shape: ValueShape { .mapping(keys) }

  /// The language with the plugins of `catalog`.
  public init(_ catalog: PluginCatalog) {
    self.catalog = catalog
    keys = [
      KeyDescription(JobSection.version), KeyDescription(JobSection.name),
      KeyDescription(JobSection.description),
      KeyDescription(
        section: JobSection.params,
        "Values given from outside by name, with `--param` or by the environment.",
        shape: .named(pattern: ParameterName.pattern, .settings(ParameterSection.settings))),
      KeyDescription(
        section: "source", "Where items come from: the kind of source, its settings under it.",
        isRequired: true, shape: .kind(catalog.sources.modules.map { Self.source($0.descriptor) })),
      KeyDescription(
        section: "recovery", "Which items need work.",
        shape: .settings(RecoverySection.section.settings)),
      KeyDescription(JobSection.order),
      KeyDescription(
        section: "routes", "Where items go; an item goes to every route that takes it.",
        "a list of routes", isRequired: true, shape: .list(of: .mapping(Self.route(catalog.sinks)))),
      KeyDescription(JobSection.unmatched),
      KeyDescription(
        section: "failure", "What happens when a sink has trouble.",
        shape: .settings(FailureSection.section.settings)),
      KeyDescription(
        section: "run", "How a run behaves as a whole.",
        shape: .settings(RunSection.section.settings)),
      KeyDescription(
        section: "observe", "What can be seen of a run.", shape: .settings(ObserveSection.settings)),
      KeyDescription(
        section: "tests", "What `sluice test` tries out, with an API that the test scripts.",
        "a list of tests", shape: .list(of: .mapping(Self.test))),
    ]
  }

  private static func source(_ source: SourceDescriptor) -> KeyDescription {
    let settings = source.settings.map { KeyDescription($0, need: source.needs[$0.name]) }
    return KeyDescription(section: source.kind, source.summary, shape: .mapping(settings))
  }

  private static var test: [KeyDescription] {
    let item =
      TestPages.itemSettings.map { KeyDescription($0) } + [
        KeyDescription(
          section: TestPages.data,
          "What the item is, as the API gives it: `date` and whatever else the test is about; null where the API has no data of it.",
          shape: .anything)
      ]
    let items = KeyDescription(
      section: TestPages.items, "The items of the page.", "a list of items", isRequired: true,
      shape: .list(of: .mapping(item), atLeast: 0))
    let pages = ValueShape.list(of: .mapping([items, KeyDescription(TestPages.next)]))
    return [
      KeyDescription(TestSection.name),
      KeyDescription(
        section: TestSection.pages, "What the API gives, page by page.",
        "a list of pages, or the name of an earlier test", isRequired: true,
        shape: .either([.text(pattern: nil), pages])),
      KeyDescription(TestSection.crash),
      KeyDescription(
        section: TestSection.expect,
        "The items that each route receives, in order, by its name; "
          + "`\(TestSection.notProcessed)` and `\(TestSection.deliveredTwice)` count as names.",
        "a mapping of lists of ids", isRequired: true,
        shape: .named(
          pattern: "^[a-z][a-z0-9_-]{0,62}$", .list(of: TestPages.entry.shape, atLeast: 0))),
    ]
  }

  private static func route(_ catalog: SinkCatalog) -> [KeyDescription] {
    let kinds = catalog.modules.map { module in
      KeyDescription(
        section: module.descriptor.kind, module.descriptor.summary,
        shape: .settings(module.descriptor.settings))
    }
    let sink = KeyDescription(
      section: "sink", "Where the route's items go: the kind of sink, its settings under it.",
      isRequired: true, shape: .kind(kinds))
    var keys = RouteSection.settings.map { KeyDescription($0) }
    // A route reads best as: what it is called, what it takes, where that goes, and how.
    let place = keys.firstIndex { $0.name == RouteSection.when.name }.map { $0 + 1 } ?? 0
    keys.insert(sink, at: place)
    return keys
  }
}
