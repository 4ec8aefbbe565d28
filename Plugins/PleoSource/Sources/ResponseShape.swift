import Foundation
import PageSourceKit

/// The body of `GET /v3/export-jobs/{jobId}` (*The Export API*, *Requests*).
struct JobAnswer: Decodable {
  let job: ExportJob

  init(from decoder: any Decoder) throws {
    job = try decoder.object(Keys.self).read(.data, "an object") { (job: Job) in job.job }
  }

  private enum Keys: CodingKey { case data }

  private struct Job: Decodable {
    let job: ExportJob

    init(from decoder: any Decoder) throws {
      let object = try decoder.object(Keys.self)
      job = ExportJob(
        id: try object.read(.id, "a UUID") { JobID($0 as String) },
        status: try object.read(.status, "a status of 1 to 100 bytes") {
          ItemStatus($0).map { ExportJobStatus($0.name) }
        },
        numberOfItems: try object.readIfPresent(.numberOfItems, wholeNumber, nonNegative),
        failureReasonType: try object.readIfPresent(.failureReasonType, "a text", { $0 }))
    }

    private enum Keys: CodingKey { case id, status, numberOfItems, failureReasonType }
  }
}

/// The body of `GET /v3/export-jobs/{jobId}/items` (*The Export API*, *Pages*).
struct PageAnswer: Decodable {
  let page: ItemPage

  init(from decoder: any Decoder) throws {
    let object = try decoder.object(Keys.self)
    let items = try object.read(.data, "a list") { (items: [Item]) in items.map(\.item) }
    page = try object.read(.pagination, "an object") { (info: PageInfo) in
      ItemPage(
        items: items, hasNextPage: info.hasNextPage, endCursor: info.endCursor, total: info.total)
    }
  }

  private enum Keys: CodingKey { case data, pagination }

  private struct Item: Decodable {
    let item: ItemPage.Item

    init(from decoder: any Decoder) throws {
      let object = try decoder.object(Keys.self)
      item = ItemPage.Item(
        jobID: try object.read(.exportJobId, "a UUID") { JobID($0 as String) },
        entryID: try object.read(.accountingEntryId, "a UUID") { EntryID($0 as String) },
        status: try object.read(.status, "a status of 1 to 100 bytes") { ItemStatus($0) })
    }

    private enum Keys: CodingKey { case exportJobId, accountingEntryId, status }
  }

  private struct PageInfo: Decodable {
    let hasNextPage: Bool
    let endCursor: Cursor?
    let total: Int?

    init(from decoder: any Decoder) throws {
      let object = try decoder.object(Keys.self)
      hasNextPage = try object.read(.hasNextPage, "true or false") { $0 }
      // An empty cursor is none; what that means is for the engine to say.
      endCursor = try object.readIfPresent(.endCursor, "a cursor of at most 4096 bytes") {
        (text: String) -> Cursor?? in text.isEmpty ? .some(nil) : Cursor(text).map { .some($0) }
      }.flatMap { $0 }
      total = try object.readIfPresent(.total, wholeNumber, nonNegative)
    }

    private enum Keys: CodingKey { case hasNextPage, endCursor, total }
  }
}

/// Reads the body of a 200 as `shape`; throws a bad answer that says where it is not one.
func read<Shape: Decodable>(
  _ shape: Shape.Type, from answer: APIResponse, redaction: Redaction
) throws(SourceError) -> Shape {
  let value: Shape
  do {
    value = try JSONDecoder().decode(shape, from: answer.body)
  } catch let error as ShapeError {
    let said = ErrorResponse.said(in: answer, redaction)
    guard said.isEmpty else {
      throw SourceError(
        .badAnswer, "the API answered 200 with an error of its own\(said)",
        hint: "nothing was stored; run again later, and report it to Pleo if it stays",
        record: "the API answered 200 with an error of its own")
    }
    throw SourceError(.badAnswer, error.message(redaction), record: error.record)
  } catch {
    throw SourceError(
      .badAnswer, notJSON(answer, redaction), hint: ErrorResponse.hintAboutHTML(answer),
      record: "the answer is not JSON")
  }
  if let key = DuplicateKey.first(in: Array(answer.body)) {
    throw SourceError(
      .badAnswer, key.message(redaction),
      hint: "it is not clear which of the two counts; report it to Pleo",
      record: "the answer has a key twice")
  }
  return value
}

/// Says of a body that no JSON can be read from what it is instead, or where it breaks.
private func notJSON(_ answer: APIResponse, _ redaction: Redaction) -> String {
  let body = answer.body
  guard let first = body.first(where: { !" \t\r\n".utf8.contains($0) }) else {
    return "not JSON: the body is empty"
  }
  guard "{[".utf8.contains(first) else {
    let type = redaction.harmless(
      answer.header("content-type") ?? "no content type", limit: 60)
    guard body.count <= Exchange.errorBodyLimit else { return "not JSON: \(type)" }
    let text = redaction.harmless(String(decoding: body, as: UTF8.self), limit: 80)
    return "not JSON: \(type), beginning '\(text)'"
  }
  return JSONFault.first(in: Array(body))?.message(redaction) ?? "broken JSON"
}

private let wholeNumber = "a whole number, 0 or more"

private func nonNegative(_ number: Int) -> Int? { number >= 0 ? number : nil }
