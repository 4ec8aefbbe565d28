// A source's author imports PageSourceKit alone: these are the modules that its declarations speak of.
@_exported public import Diagnostics
@_exported public import ExportModel
@_exported public import Settings
