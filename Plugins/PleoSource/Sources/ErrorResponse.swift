import HTTPExchange
import JSONReader
import NIOHTTP1
import PageSourceKit
import Settings

/// What an answer other than 200 means.
enum ErrorResponse {
  /// What to do where a page of HTML came, which the API never sends; nil where none did.
  static func hintAboutHTML(_ answer: WholeResponse) -> String? {
    let isHTML = answer.header("content-type")?.lowercased().contains("html") == true
    let first = answer.body.first { !" \t\r\n".utf8.contains($0) }
    guard isHTML || first == UInt8(ascii: "<") else { return nil }
    return
      "a proxy, a gateway or a sign-in page answers in the API's place: check environment and the "
      + "proxy"
  }

  /// The error for an answer that another attempt will not change.
  static func error(
    _ answer: WholeResponse, to question: APIRequest, at base: Origin, _ credentials: Credentials,
    redaction: Redaction
  ) -> SourceError {
    let said = APIError(answer.body)
    switch answer.status {
    case 401: return denied(credentials)
    case 403:
      return SourceError(
        .denied, "the \(credentials.name) may not read \(question.object) (403)",
        hint: "it needs the scope \(question.scope) and access to the job's company")
    case 400 where said?.type.uppercased() == "MISSING_CONTRA_ACCOUNTS":
      return SourceError(
        .badAnswer, "the API has no accounting data (400)\(suffix(said, redaction))",
        hint: "map a contra account to every wallet in Pleo, or set accounting_data: none",
        record: "the API has no accounting data (400): MISSING_CONTRA_ACCOUNTS")
    case 422 where said?.type.uppercased() == "EXPORT_JOB_STATUS_UNPROCESSABLE":
      return SourceError(
        .badAnswer, "the export job has ended, and the API has no more data of it (422)",
        hint: "run again: the run says what is still owed")
    case 404 where said?.type.uppercased() == "EXPORT_NOT_FOUND":
      return SourceError(
        .unknownJob, "the API knows no such export job (404)",
        hint: "check export_job, and that the token is of the company that the job belongs to")
    case 404:
      return SourceError(
        .badAnswer, "the API has no such address (404)\(suffix(said, redaction))",
        hint: hintAboutHTML(answer) ?? "check environment: below it the path is /v3/export-jobs",
        record: "the API has no such address (404)")
    case 407:
      return SourceError(
        .denied, "a proxy between here and the API wants a user and a password (407)",
        hint: "check HTTPS_PROXY")
    case 300..<400:
      return SourceError(
        .badAnswer, redirect(answer, from: base, redaction: redaction),
        hint: "set environment to the address that answers itself",
        record: "the API redirects (\(answer.status))")
    case 400..<500 where question.refusable != nil:
      let what = "the API refuses the \(question.refusable ?? "") (\(answer.status))"
      return SourceError(.cursorRefused, what + suffix(said, redaction), record: what)
    case 400..<500:
      return SourceError(
        .badAnswer, "the API refuses the request (\(answer.status))\(suffix(said, redaction))",
        hint: hintAboutHTML(answer), record: "the API refuses the request (\(answer.status))")
    default:
      return SourceError(
        .badAnswer,
        "the API answered \(ResponseStatus.words(for: answer.status)) instead of 200\(suffix(said, redaction))",
        hint: hintAboutHTML(answer),
        record: "the API answered \(ResponseStatus.words(for: answer.status)) instead of 200")
    }
  }

  private static func denied(_ credentials: Credentials) -> SourceError {
    switch credentials {
    case .none:
      SourceError(
        .denied, "the API wants a token (401)", hint: "set token or auth in the source")
    case .bearer, .apiKey:
      SourceError(
        .denied, "the API does not accept the \(credentials.name) (401)",
        hint: "check that the \(credentials.name) has not expired and is for this environment")
    case .oauth:
      SourceError(
        .denied, "the API does not accept an access token that was just asked for (401)",
        hint: "check that token_url and environment belong together")
    }
  }

  /// What the API says for itself in a body, as the end of a sentence; empty where it says nothing.
  static func said(in answer: WholeResponse, _ redaction: Redaction) -> String {
    suffix(APIError(answer.body), redaction)
  }

  /// Names only the origin: a path or a query can hold what must not be shown.
  private static func redirect(_ answer: WholeResponse, from base: Origin, redaction: Redaction)
    -> String
  {
    guard let location = answer.header("location") else {
      return "the API redirects without saying where (\(answer.status))"
    }
    if let target = Origin(location), target != base {
      let name = redaction.harmless(target.description, limit: 200)
      return "the API redirects to \(name) (\(answer.status))"
    }
    if location.hasPrefix("//") {
      return "the API redirects to another host (\(answer.status))"
    }
    return "the API redirects to another path of \(base) (\(answer.status))"
  }

  private static func suffix(_ said: APIError?, _ redaction: Redaction) -> String {
    guard let said else { return "" }
    let text = [said.type, said.message ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
    return text.isEmpty ? "" : ": " + redaction.harmless(text, limit: 200)
  }
}

/// The API's own error body, `ExceptionInfo` (*The Export API*, *Errors*).
private struct APIError {
  let type: String
  let message: String?

  init?(_ body: [UInt8]) {
    let document = JSONDocument()
    guard let root = try? document.read(body), let type = root["type"]?.text else { return nil }
    self.type = type
    message = root["message"]?.text
  }
}
