package daybook.redis;

import daybook.core.AggregateKey;
import daybook.core.protocol.ImportId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of all keys in Redis; docs/DATA.md says what lies behind each. With a hash tag in the
 * prefix, such as {@code {daybook}:}, all of them share one slot of a cluster.
 *
 * @param prefix what every key begins with, may be empty
 * @param queueName name of the queue, without the prefix
 */
public record RedisKeys(String prefix, String queueName) {

  /**
   * As Redis reads it: what stands between the first brace and the next closing one, if anything.
   */
  private static final Pattern HASH_TAG = Pattern.compile("[^{]*\\{[^}]+\\}.*");

  /** Whether the prefix decides the slot of every key, so that all of them have the same. */
  boolean haveHashTag() {
    return HASH_TAG.matcher(prefix).matches();
  }

  /** What the scripts call KEYS[1] to KEYS[9], in their order. */
  List<String> fixed() {
    return List.of(
        queue(),
        key("daybook:settled"),
        key("daybook:imports"),
        key("daybook:changed-imports"),
        key("daybook:live"),
        key("daybook:changed"),
        key("daybook:changed-totals"),
        key("daybook:snapshots"),
        unreadable());
  }

  /** The list of batches. */
  public String queue() {
    return key(queueName);
  }

  /** The list of elements that were no batches. */
  public String unreadable() {
    return key("daybook:unreadable");
  }

  /** Where the next look through the import bucket goes on. */
  public String reconcilePlace() {
    return key("daybook:reconcile-place");
  }

  /** The totals of one aggregate. */
  public String totals(AggregateKey aggregate) {
    return totalsPrefix() + aggregate;
  }

  /** How many rows are in each of them. */
  public String counts(AggregateKey aggregate) {
    return totals(aggregate) + "#count";
  }

  /** Both hashes of an aggregate. */
  List<String> hashes(AggregateKey aggregate) {
    return List.of(totals(aggregate), counts(aggregate));
  }

  /** The record of one import. */
  public String record(ImportId id) {
    return recordPrefix() + id;
  }

  /** What {@link #totals} puts before the aggregate. */
  String totalsPrefix() {
    return key("agg:");
  }

  /** What {@link #record} puts before the id. */
  String recordPrefix() {
    return key("daybook:import:");
  }

  private String key(String name) {
    return prefix + name;
  }
}
