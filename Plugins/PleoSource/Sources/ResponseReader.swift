import HTTPExchange
import JSONReader
import NIOHTTP1
package import PageSourceKit

/// Reads the bodies of answers with status 200, whole and strictly, or says where they are not what they must be.
///
/// Its memory is used again for the next body.
package struct ResponseReader {
  private let document = JSONDocument()
  /// Hides what must not be shown of an answer.
  var redaction: Redaction

  init(_ redaction: Redaction) { self.redaction = redaction }

  /// Reads a body in a shape; throws a bad answer that says where it does not have it.
  ///
  /// - Parameter isPrivate: whether the body may have accounting data, of which no message shows any.
  func read<Value>(
    _ answer: WholeResponse, isPrivate: Bool = false,
    as shape: (JSONValue) throws(ShapeError) -> Value
  ) throws(SourceError) -> Value {
    let root = try root(of: answer, isPrivate: isPrivate)
    let value: Value
    do throws(ShapeError) {
      value = try shape(root)
    } catch {
      throw self.error(isPrivate ? error.withoutValue : error, in: answer)
    }
    guard document.hasRepeatedKey else { return value }
    throw SourceError(
      .badAnswer, RepeatedKey.first(in: answer.body)?.message(redaction) ?? "a key is there twice",
      hint: "it is not clear which of the two counts; report it to Pleo",
      record: "the answer has a key twice")
  }

  private func root(
    of answer: WholeResponse, isPrivate: Bool
  ) throws(SourceError) -> JSONValue {
    do throws(JSONFault) {
      return try document.read(answer.body)
    } catch {
      throw SourceError(
        .badAnswer, notJSON(answer, error, isPrivate: isPrivate),
        hint: ErrorResponse.hintAboutHTML(answer),
        record: "the answer is not JSON")
    }
  }

  /// Says of a body that no JSON can be read from what it is instead, or where it breaks.
  private func notJSON(
    _ answer: WholeResponse, _ fault: JSONFault, isPrivate: Bool
  ) -> String {
    let body = answer.body
    guard let first = body.first(where: { !" \t\r\n".utf8.contains($0) }) else {
      return "not JSON: the body is empty"
    }
    guard "{[".utf8.contains(first) else {
      let type = redaction.harmless(
        answer.header("content-type") ?? "no content type", limit: 60)
      guard body.count <= Exchange.errorBodyLimit, !isPrivate else { return "not JSON: \(type)" }
      let text = redaction.harmless(String(decoding: body, as: UTF8.self), limit: 80)
      return "not JSON: \(type), beginning '\(text)'"
    }
    return fault.message(redaction)
  }

  private func error(_ error: ShapeError, in answer: WholeResponse) -> SourceError {
    let said = ErrorResponse.said(in: answer, redaction)
    guard said.isEmpty else {
      return SourceError(
        .badAnswer, "the API answered 200 with an error of its own\(said)",
        hint: "nothing was stored; run again later, and report it to Pleo if it stays",
        record: "the API answered 200 with an error of its own")
    }
    return SourceError(.badAnswer, error.message(redaction), record: error.record)
  }
}

extension ResponseReader {
  /// Creates a reader for an API that needs no token.
  package init() { self.init(Redaction(token: nil)) }

  /// Reads the body of a page by itself, as the benchmarks do.
  package func page(_ body: [UInt8]) throws(SourceError) -> ItemPage {
    try read(WholeResponse(status: 200, headers: [:], body: body), as: ResponseShape.page)
  }
}
