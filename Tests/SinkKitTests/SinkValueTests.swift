import Diagnostics
import ExportModel
import Settings
import SinkKit
import Testing

/// What passes between the engine and a sink.
@Suite struct SinkValueTests {
  @Test func anErrorSaysWhatHappenedAndWhatToDo() {
    #expect(SinkError(.storage, "the disk is full").description == "the disk is full")
    #expect(
      SinkError(.denied, "cannot write /a", hint: "give the user the folder").description
        == "cannot write /a (give the user the folder)")
    #expect(
      "\(SinkError(.storage, "the disk is full", cause: SinkError(.denied, "x")))"
        == "the disk is full")
  }

  @Test func onlyAnUnavailablePlaceIsWorthAnotherTry() {
    let codes: [SinkError.Code] = [.unavailable, .storage, .denied, .invalid]
    #expect(codes.map(\.isWorthRetrying) == [true, false, false, false])
    #expect(codes.map(\.description) == ["unavailable", "storage", "denied", "invalid"])
  }

  @Test func aLabelIsJobAndRoute() throws {
    let label = SinkLabel(
      job: try #require(Name("nightly")), route: try #require(Name("file_queue")))
    #expect(label.description == "nightly/file_queue")
  }

  @Test func aBatchKeepsItsItemsAndItsJob() {
    let items = [item(0), item(2), item(7)]
    #expect(ItemBatch(items).items == items)
    #expect(ItemBatch(items).jobID == items[0].jobID)
  }

  @Test func aBatchWithoutItemsIsAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = ItemBatch([]) }
  }

  @Test func aBatchOutOfOrderIsAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = ItemBatch([item(1), item(1)]) }
  }

  @Test func aBatchOfTwoJobsIsAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = ItemBatch([item(1), item(2, job: 2)]) }
  }

  @Test func aReceiptCountsNothingThatItIsNotTold() {
    let receipt = DeliveryReceipt(written: 3)
    #expect(receipt.absorbed == 0)
    #expect(receipt.rejected == [])
    #expect(receipt != DeliveryReceipt(written: 3, absorbed: 1))
  }
}

/// An item at an ordinal.
func item(_ ordinal: Int, job: UInt64 = 1) -> StoredItem {
  StoredItem(
    ordinal: ordinal, jobID: JobID(Identifier(high: 0, low: job)),
    entryID: EntryID(Identifier(high: 1, low: UInt64(ordinal))), status: .pending)
}
