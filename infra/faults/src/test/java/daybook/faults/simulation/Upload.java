package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object version of a simulation with everything that is to come of it.
 *
 * @param version the object version
 * @param rows its rows in order
 * @param bytes its length, inflated
 */
record Upload(ObjectVersion version, List<Row> rows, long bytes) {

  /** The same with the payment methods as they are where the file is read by a mapping. */
  Upload readBy(Optional<MappingRef> mapping) {
    return new Upload(
        version,
        rows.stream()
            .map(
                row ->
                    new Row(
                        row.id(),
                        row.offset(),
                        row.end(),
                        row.key(),
                        Readings.method(row.method(), mapping),
                        row.cents(),
                        row.rejected()))
            .toList(),
        bytes);
  }

  /**
   * One row.
   *
   * @param id of its transaction; empty where it has none
   * @param offset byte of the inflated file where it starts
   * @param end the byte after it
   * @param key day and type of an accepted row, else null
   * @param method payment method
   * @param cents a power of four, of no row of another id of this day, type and method
   * @param rejected why it is rejected, else null
   */
  record Row(
      String id,
      long offset,
      long end,
      @Nullable AggregateKey key,
      String method,
      long cents,
      @Nullable RejectReason rejected) {

    /** Whether it counts by a document. */
    boolean hasId() {
      return !id.isEmpty();
    }

    /** What it adds, if it counts. */
    Optional<Money> money() {
      return key == null ? Optional.empty() : Optional.of(new Money(key, method, cents));
    }
  }
}
