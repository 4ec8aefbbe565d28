public import Diagnostics
import PageSourceKit
import SinkKit

/// Every kind of finding about a job file that this version reports, sorted by id.
public enum KnownFindings {
  /// Those of the language and of the plugins of `catalog`.
  static func all(with catalog: PluginCatalog) -> [FindingDescription] {
    let plugins =
      catalog.sources.modules.flatMap { $0.descriptor.findings }
      + catalog.sinks.modules.flatMap { $0.descriptor.findings }
    return (language + plugins).sorted { $0.id < $1.id }
  }

  /// Those of the language.
  public static let language = [
    FindingDescription("command.failed", "a command could not do its work"),
    FindingDescription("command.folder", "the working directory is gone"),
    FindingDescription("command.usage", "a command was given arguments that it does not take"),
    FindingDescription("entry.ambiguous", "`explain` was given the beginning of several ids"),
    FindingDescription("entry.unknown", "`explain` was given an item that no run has stored"),
    FindingDescription("file.findings", "the file has more findings than are shown"),
    FindingDescription("file.unreadable", "the job file is missing or cannot be read"),
    FindingDescription("file.unwritable", "the job file cannot be written"),
    FindingDescription("format.unsafe", "`fmt` cannot lay a part of the file out without a risk"),
    FindingDescription("job.version", "the file is written in a version that is not known"),
    FindingDescription("ledger.unreadable", "the job's ledger cannot be read"),
    FindingDescription(
      "live.owed_elsewhere",
      "`check --live` finds items of another export job that are owed or held"),
    FindingDescription(
      "live.route", "`check --live` finds a route that a run would refuse, or that still owes items"
    ),
    FindingDescription("live.sink", "`check --live` finds that a sink cannot use its place"),
    FindingDescription("live.source", "`check --live` has no answer from the API, or a refusal"),
    FindingDescription("live.state", "`check --live` finds that the state folder cannot be used"),
    FindingDescription("params.choices", "`choices` is missing, or is where it has no meaning"),
    FindingDescription("params.missing", "a parameter that needs a value has none"),
    FindingDescription("params.name", "a parameter has a name that cannot be one"),
    FindingDescription("params.nested", "a parameter is declared with another one"),
    FindingDescription("params.unknown", "a parameter that is not declared is referred to"),
    FindingDescription("params.value", "a value of a parameter is not of the parameter's type"),
    FindingDescription("path.address", "an address, such as `https://…`, is where a path belongs"),
    FindingDescription("path.characters", "a path has a line end or another control character"),
    FindingDescription("path.literal", "warning: a part of a path is taken as it is written"),
    FindingDescription("predicate.constant", "warning: a part of a `when` always or never holds"),
    FindingDescription("predicate.field", "a `when` asks for a field that items do not have"),
    FindingDescription("predicate.limit", "a `when` is too long or too deeply nested"),
    FindingDescription("predicate.never", "warning: no item that the job processes meets a `when`"),
    FindingDescription("predicate.outside", "a `when` has a value from outside the file in it"),
    FindingDescription("predicate.repeated", "a list of a `when` has a value twice"),
    FindingDescription("predicate.status", "a `when` names a status that items do not have"),
    FindingDescription("predicate.syntax", "a `when` is not written as the language has it"),
    FindingDescription(
      "predicate.type", "a `when` compares a field with something of another type"),
    FindingDescription("recovery.status", "a status is not allowed under `process`"),
    FindingDescription("routes.claim", "two sinks, or a sink and the job's state, share a place"),
    FindingDescription("routes.guarantee", "a sink cannot give the `guarantee` of its route"),
    FindingDescription("routes.name", "two routes have the same name"),
    FindingDescription(
      "routes.unreached", "warning: a status is processed, and no route takes its items"),
    FindingDescription("run.busy", "another run of the job goes on"),
    FindingDescription("run.ended", "the export job has ended, and a route still owes items"),
    FindingDescription("run.files", "the process may not open as many files as it needs"),
    FindingDescription("run.held", "a person must decide on items"),
    FindingDescription("run.ledger", "the ledger could not be read or written"),
    FindingDescription("run.owed", "a route owes items"),
    FindingDescription(
      "run.owed_elsewhere", "items of another export job of the job file are owed or held"),
    FindingDescription("run.place", "a new route delivers to where another one did"),
    FindingDescription("run.rejected", "a sink will never take items"),
    FindingDescription("run.renamed", "the job was renamed, and its ledger has the old name"),
    FindingDescription("run.sink", "a sink could not be opened, deliver or close"),
    FindingDescription(
      "run.source", "the API could not be reached, or refused, or answered wrongly"),
    FindingDescription("run.state", "the state folder could not be used"),
    FindingDescription("run.stopped", "a stop was asked for, by a signal or the deadline"),
    FindingDescription("run.stuck", "a sink did not come back, and was not waited for"),
    FindingDescription("run.terms", "a route has other terms than when it delivered before"),
    FindingDescription("run.too_many_rejected", "a sink rejected more than `max_rejected`"),
    FindingDescription("run.unmatched", "items that no route takes, under `unmatched: fail`"),
    FindingDescription("secret.elsewhere", "a secret is used in a setting that is none"),
    FindingDescription("settings.choice", "a word is none of those that a setting takes"),
    FindingDescription("settings.conflict", "two settings contradict each other"),
    FindingDescription("settings.missing", "a key that must be there is not"),
    FindingDescription("settings.repeated", "a key or an element of a list is given twice"),
    FindingDescription(
      "settings.retyped", "warning: another YAML reader gives a text another type"),
    FindingDescription("settings.shape", "something else is where a mapping belongs"),
    FindingDescription("settings.type", "a value is not of the type of its setting"),
    FindingDescription("settings.unknown", "a key is not one of the language"),
    FindingDescription("settings.unsupported", "a word of the language that this version lacks"),
    FindingDescription("sink.shape", "`sink` does not name one kind with its settings"),
    FindingDescription("sink.unknown", "a kind of sink that this build does not have"),
    FindingDescription(
      "source.outside", "`HTTPS_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR` or `ca_file` cannot be used"
    ),
    FindingDescription("source.shape", "`source` does not name one kind with its settings"),
    FindingDescription("source.unknown", "a kind of source that there is not"),
    FindingDescription("state.refused", "a command of `state` cannot do what it was asked to"),
    FindingDescription("tests.cursor", "two pages of a test give the same cursor"),
    FindingDescription("tests.entry", "a test expects an item that its pages do not have"),
    FindingDescription("tests.failed", "a test of the file did not come out as it expects"),
    FindingDescription("tests.name", "two tests have the same name"),
    FindingDescription("tests.pages", "a test takes the pages of a test that is not above it"),
    FindingDescription("tests.route", "a test names a route that there is not"),
    FindingDescription("value.denied", "this user may not read a file that a value is in"),
    FindingDescription("value.limit", "values from outside the file are too long together"),
    FindingDescription("value.missing", "a value from outside the file is unavailable"),
    FindingDescription("value.reference", "a `${…}` is not written as the language has it"),
    FindingDescription("yaml.alias", "an alias names no value above it, or the one it is in"),
    FindingDescription("yaml.documents", "the file has more than one document"),
    FindingDescription("yaml.empty", "the file has no document"),
    FindingDescription(
      "yaml.encoding", "the file is not UTF-8, or has characters that YAML has not"),
    FindingDescription("yaml.key", "a key is a list or a mapping"),
    FindingDescription("yaml.limit", "the file is larger or more deeply nested than is allowed"),
    FindingDescription("yaml.merge", "`<<` is given twice, or names no mapping"),
    FindingDescription("yaml.syntax", "the file is not YAML"),
    FindingDescription("yaml.tag", "the file has a tag, which no setting takes"),
  ]
}
