/// Something that a sandbox does wrong, to order.
///
/// As text it is a kind, where it happens, and how often: `503`, `cut,at=page:3`, `retry-after,at=job,times=1`. Without a place
/// it is the second page of items, and without a number every time.
public struct SandboxFault: Hashable, Sendable {
  /// Which answers are wrong.
  public enum Place: Hashable, Sendable {
    /// Every answer.
    case everywhere
    /// The export job.
    case job
    /// A page of items, counted from 1 in the order in which they are first asked for.
    case page(Int)
    /// A page of accounting data, counted likewise.
    case data(Int)
  }

  /// What is wrong.
  public let kind: SandboxFaultKind
  /// Which answers are wrong.
  public let place: Place
  /// How often; nil for every time.
  public let times: Int?

  /// Orders a fault.
  public init(_ kind: SandboxFaultKind, at place: Place? = nil, times: Int? = nil) {
    self.kind = kind
    self.place = place ?? kind.usualPlace
    self.times = times
  }

  /// Reads a fault's text.
  public init(_ text: String) throws(SandboxFaultError) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let kind = SandboxFaultKind(String(parts[0])) else { throw .kind(String(parts[0])) }
    var (place, times): (Place?, Int?)
    for part in parts.dropFirst() {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      switch (sides[0], sides.count == 2 ? String(sides[1]) : "") {
      case ("at", let value):
        guard let read = Place(value) else { throw .place(value) }
        place = read
      case ("times", let value):
        guard let count = Int(value), count > 0 else { throw .times(value) }
        times = count
      default: throw .part(String(part))
      }
    }
    guard !kind.isForGood || place == nil && times == nil else { throw .forGood(kind.name) }
    if kind.isOfItems, let place {
      guard case .page = place else { throw .notThere(kind.name) }
    }
    self.init(kind, at: place, times: times)
  }
}

extension SandboxFault.Place {
  /// Reads a place: `all`, `job`, `page:N` or `data:N`.
  init?(_ text: String) {
    let sides = text.split(separator: ":", maxSplits: 1)
    let number = sides.count == 2 ? Int(sides[1]) : nil
    switch (sides.first, number) {
    case ("all", nil) where sides.count == 1: self = .everywhere
    case ("job", nil) where sides.count == 1: self = .job
    case ("page", let number?) where number > 0: self = .page(number)
    case ("data", let number?) where number > 0: self = .data(number)
    default: return nil
    }
  }
}

/// Why a text is no fault.
public enum SandboxFaultError: Error, Hashable, Sendable {
  /// There is no such kind.
  case kind(String)
  /// There is no such place.
  case place(String)
  /// That is no number of times.
  case times(String)
  /// A part is neither a place nor a number of times.
  case part(String)
  /// The kind is of items, and the place has none.
  case notThere(String)

  /// The kind is so at every time, and has no place.
  case forGood(String)

  /// What is wrong and how it is written.
  public var message: String {
    switch self {
    case .kind(let text): "'\(text)' is no fault; 'sluice sandbox --list-faults' lists them"
    case .place(let text):
      "'\(text)' is no place of a fault; write at=all, at=job, at=page:2 or at=data:1"
    case .times(let text): "'\(text)' is no number of times; write times=1"
    case .part(let text): "'\(text)' is no part of a fault; write at=page:2 or times=1"
    case .forGood(let name): "'\(name)' is so at every time: take 'at' and 'times' out"
    case .notThere(let name): "'\(name)' is about items; write at=page:2, or take 'at' out"
    }
  }
}
