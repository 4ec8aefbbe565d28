public import Diagnostics
public import ExportModel

/// A test in a job file: what the API gives, and what the routes are to receive.
public struct JobTest: Sendable {
  /// An item by the name that the test has for it.
  public struct Entry: Hashable, Sendable {
    /// The name as the file has it: short, or a whole UUID.
    public let name: String
    /// The id that it stands for.
    public let id: EntryID

    /// Reads a UUID, or a name of 1 to 16 small letters, digits, dashes and underscores, whose
    /// bytes become those of the id: the same everywhere, and ids sort as their names do. Nil for
    /// anything else.
    init?(_ name: String) {
      if let id = EntryID(name) {
        self.id = id
      } else {
        let bytes = Array(name.utf8)
        guard (1...16).contains(bytes.count), bytes.allSatisfy(Self.isAllowed) else { return nil }
        id = EntryID(
          Identifier(bytes: bytes + [UInt8](repeating: 0, count: 16 - bytes.count), at: 0))
      }
      self.name = name
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_-".utf8.contains(byte)
    }
  }

  /// An item of a page.
  public struct Item: Hashable, Sendable {
    /// Which one.
    public let entry: Entry
    /// Its status.
    public let status: ItemStatus
    /// What it is.
    public let data: Data
  }

  /// What an item is.
  public enum Data: Hashable, Sendable {
    /// The test does not say.
    case unspecified
    /// The API has no accounting data of the item.
    case missing
    /// All of it as an object of JSON, on one line.
    ///
    /// - `date`: when it is booked, as the API would write it; nil where the test does not say.
    case object(json: [UInt8], date: String?)
  }

  /// A page that the API gives.
  public struct Page: Hashable, Sendable {
    /// The items in the order of the page.
    public let items: [Item]
    /// The cursor that the page gives; nil for one that nobody cares about.
    public let cursor: Cursor?
  }

  /// Where the process dies, after which the job is run again.
  public enum Crash: Hashable, Sendable, CustomStringConvertible {
    /// Every page is there, and nothing is stored.
    case afterRetrieving
    /// The items are stored, and nothing is delivered.
    case afterStoring
    /// The route's sink has the batch, counted from 1, and the ledger does not know it.
    case afterDelivering(batch: Int, route: Name)
    /// The route's sink has the batch, counted from 1, and the ledger knows it.
    case afterRecording(batch: Int, route: Name)

    /// The place in the words of the language.
    public var description: String {
      switch self {
      case .afterRetrieving: "after retrieving"
      case .afterStoring: "after storing"
      case .afterDelivering(let batch, let route): "after delivering batch \(batch) to \(route)"
      case .afterRecording(let batch, let route): "after recording batch \(batch) to \(route)"
      }
    }

    /// The route whose batch it is, if it is about one.
    var route: Name? {
      switch self {
      case .afterRetrieving, .afterStoring: nil
      case .afterDelivering(_, let route), .afterRecording(_, let route): route
      }
    }
  }

  /// What is to be true in the end.
  public struct Expectation: Sendable {
    /// What it is about.
    public enum Subject: Hashable, Sendable {
      /// What a route received, in order, each item where it came first.
      case received(Name)
      /// The items that no route received.
      case notProcessed
      /// The items that a consumer of some route sees more than once.
      case deliveredTwice
    }

    /// What it is about.
    public let subject: Subject
    /// The items, in order where that is asked for.
    public let entries: [Entry]
    /// Where the file says so.
    public let span: SourceSpan
  }

  /// What is tested, in words; no two tests of a file have the same.
  public let name: String
  /// The pages, in order.
  public let pages: [Page]
  /// Where the process dies; nil for a run that nothing disturbs.
  public let crash: Crash?
  /// What is to be true in the end; at least one.
  public let expectations: [Expectation]
  /// Where the file gives the test its name.
  public let span: SourceSpan
}
