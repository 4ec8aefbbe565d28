import ExportModel

/// The accounting data of an export job's items, in another order than the items: backwards.
struct SimulatedDataList {
  private let job: SimulatedJob
  private let faults: SandboxData

  init(of job: SimulatedJob, _ faults: SandboxData) { (self.job, self.faults) = (job, faults) }

  private var count: Int { job.itemCount + faults.extra }

  /// Cuts out the page that a request asks for; refused when its cursor is none of this list's.
  func page(_ request: PageRequest, cap: Int) throws(SandboxErrorResponse) -> SandboxPage {
    guard !faults.missing.isEmpty else {
      return try SandboxPage(request, cap: cap, from: 0..<count, positionOf: place(ofCursor:))
    }
    let places = (0..<count).filter { !faults.missing.contains(position(at: $0)) }
    return try SandboxPage(request, cap: cap, from: places, positionOf: place(ofCursor:))
  }

  /// The position of an item in the list of items; one that only this list has is behind them all.
  private func position(at place: Int) -> Int {
    place < job.itemCount ? job.itemCount - 1 - place : place
  }

  private func data(at place: Int) -> SimulatedData {
    let position = position(at: place)
    return SimulatedData(entryID: job.entryID(at: position), position: position)
  }

  /// As those of items, with the place in the place of the time.
  private func cursor(at place: Int) -> String {
    Base32.text(of: Identifier(high: UInt64(place), low: 0).bytes.prefix(12)) + "="
      + Base32.text(of: job.entryID(at: position(at: place)).identifier.bytes)
  }

  /// The place of the item whose cursor this is; nil where no item has it.
  private func place(ofCursor cursor: String) -> Int? {
    guard let number = Base32.number(from: cursor), number < UInt64(count) else { return nil }
    let place = Int(number)
    return self.cursor(at: place) == cursor ? place : nil
  }

  /// The answer to `GET /v3/export-items`.
  func document(of page: SandboxPage) -> [UInt8] {
    var json: [UInt8] = []
    json.reserveCapacity(page.positions.count * 2_000 + 700)
    json.append(text: #"{"data":["#)
    for (index, place) in page.positions.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      json.append(text: data(at: place).json)
    }
    json.append(text: #"],"pagination":{"hasPreviousPage":\#(page.hasPrevious),"#)
    json.append(text: #""hasNextPage":\#(page.hasNext),"currentRequestPagination":{"#)
    json.append(text: #""parameters":{"job_id":["\#(job.id)"]}}"#)
    if let first = page.positions.first, let last = page.positions.last {
      json.append(text: #","startCursor":"\#(cursor(at: first))""#)
      json.append(text: #","endCursor":"\#(cursor(at: last))""#)
    }
    json.append(text: #","total":\#(page.total)}}"#)
    return json
  }
}
