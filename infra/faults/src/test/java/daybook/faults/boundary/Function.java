package daybook.faults.boundary;

/** A function of the pipeline that changes something. */
enum Function {
  /** Reads files into the queue, and reconciles. */
  IMPORTER("{\"reconcile\":true}"),
  /** Moves the queue into totals. */
  AGGREGATOR("{\"wake\":true}"),
  /** Writes totals to history. */
  DUMPER("{\"tick\":0}"),
  /** Puts what was posted into journals, and settles it. Nobody but its schedule sends to it. */
  SEALER("{\"seal\":0}");

  private final String scheduled;

  Function(String scheduled) {
    this.scheduled = scheduled;
  }

  /** Whom a message is for. */
  static Function of(String message) {
    if (message.startsWith("{\"wake\"")) {
      return AGGREGATOR;
    }
    return message.startsWith("{\"tick\"") ? DUMPER : IMPORTER;
  }

  /** The message that a schedule sends to it. */
  String scheduled() {
    return scheduled;
  }
}
