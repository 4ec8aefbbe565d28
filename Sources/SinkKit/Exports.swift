// A sink's author imports SinkKit alone: these are the modules that its declarations speak of.
@_exported public import CrashPoints
@_exported public import Diagnostics
@_exported public import ExportModel
@_exported public import ItemFields
@_exported public import Settings
