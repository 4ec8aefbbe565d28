// The tests of a sink import SinkKitTesting alone: what the contract speaks of is there.
@_exported public import SinkKit
