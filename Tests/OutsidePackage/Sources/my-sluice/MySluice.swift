import PleoSource
import SluiceHost
import StdoutSink
import TextFileSink

@main
enum MySluice {
  static func main() async {
    await SluiceHost.main(
      sources: [PleoSourceModule.self],
      sinks: [TextFileSinkModule.self, StdoutSinkModule.self])
  }
}
