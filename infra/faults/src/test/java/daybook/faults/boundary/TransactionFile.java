package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.data.ExactTotals;
import daybook.testkit.Gzip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A generated source object with everything that may be seen of it.
 *
 * @param key its name in the bucket
 * @param content plain or gzip
 * @param own the same rows in own columns, for the oracle
 * @param mapping by which they are read; empty where they are in own columns
 * @param rejects {@code line,byte_offset,reason,column} of each bad row, ascending
 * @param skipped how many rows are no money, by their status
 * @param sums day, group and method to what they add up to after each of their rows, in cents,
 *     ascending: whatever part of the file counts, it is one of these
 * @param ids of the rows that count, where they have any
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares files
record TransactionFile(
    String key,
    byte[] content,
    byte[] own,
    Optional<TillMapping> mapping,
    List<String> rejects,
    int skipped,
    Map<String, List<Long>> sums,
    Set<String> ids) {

  private static final List<String> METHODS = List.of("paypal", "visa", "crypto");
  private static final List<String> TYPES = List.of("deposit", "withdrawal");

  /** One in so many bad rows has a bad amount, the others too few fields. */
  private static final int BAD_AMOUNT_EVERY = 7;

  /** Largest amount of a row, in cents. */
  private static final int CENTS_MAX = 99_999;

  /** What {@link ExactTotals} makes of it, which shares no code with the pipeline. */
  ExactTotals totals() {
    try {
      return ExactTotals.of(new ByteArrayInputStream(own));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same rows under another name, as gzip. */
  TransactionFile zipped(String newKey) {
    return new TransactionFile(newKey, Gzip.of(content), own, mapping, rejects, skipped, sums, ids);
  }

  /**
   * Makes a file.
   *
   * @param good accepted rows, spread over the days
   * @param badAfterEach rejected rows after each of them
   */
  static TransactionFile of(String key, int good, int badAfterEach, List<String> days) {
    return made(new Maker(new Random(key.hashCode())), key, good, badAfterEach, days);
  }

  /** The same in other columns, with rows of several currencies and some that were declined. */
  static TransactionFile mapped(
      String key, int good, int badAfterEach, List<String> days, TillMapping mapping) {
    Maker maker = new MappedMaker(new Random(key.hashCode()), mapping);
    return made(maker, key, good, badAfterEach, days);
  }

  /**
   * The same whose rows have ids, by which what a row says is settled.
   *
   * @param numbers those of the ids, in the order of the rows
   * @param taken the ids that are there before, to which those of the rows are added: who comes
   *     with one of them is rejected
   */
  static TransactionFile identified(
      String key, IntStream numbers, Set<String> taken, List<String> days) {
    IdentifiedMaker maker = new IdentifiedMaker(days);
    numbers.forEach(number -> maker.row("tx-" + number, taken.add("tx-" + number)));
    return made(maker, key);
  }

  private static TransactionFile made(
      Maker maker, String key, int good, int badAfterEach, List<String> days) {
    for (int i = 0; i < good; i++) {
      maker.good(days.get(i % days.size()));
      for (int bad = 0; bad < badAfterEach; bad++) {
        maker.bad();
      }
    }
    return made(maker, key);
  }

  private static TransactionFile made(Maker maker, String key) {
    return new TransactionFile(
        key,
        maker.csv.toString().getBytes(UTF_8),
        maker.own().getBytes(UTF_8),
        maker.mapping(),
        maker.rejects,
        maker.skipped,
        maker.sums,
        maker.ids);
  }

  /** A file as it grows. */
  private static class Maker {
    final Random random;
    final StringBuilder csv = new StringBuilder();
    final List<String> rejects = new ArrayList<>();
    final Map<String, List<Long>> sums = new HashMap<>();
    final Set<String> ids = new HashSet<>();
    int skipped;
    int line = 1;

    Maker(Random random) {
      this(random, "timestamp,type,payment_method,amount\n");
    }

    Maker(Random random, String header) {
      this.random = random;
      csv.append(header);
    }

    Optional<TillMapping> mapping() {
      return Optional.empty();
    }

    String own() {
      return csv.toString();
    }

    void good(String day) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      String method = METHODS.get(random.nextInt(METHODS.size()));
      int cents = 1 + random.nextInt(CENTS_MAX);
      csv.append(day).append("T10:30:00,").append(type).append(',').append(method);
      csv.append(",%d.%02d\n".formatted(cents / 100, cents % 100));
      line++;
      count(day + ":" + type + "s:" + method, cents);
    }

    final void count(String name, int cents) {
      List<Long> steps = sums.computeIfAbsent(name, key -> new ArrayList<>());
      long before = steps.isEmpty() ? 0 : steps.get(steps.size() - 1);
      steps.add(before + cents);
    }

    void bad() {
      line++;
      boolean amount = rejects.size() % BAD_AMOUNT_EVERY == 0;
      String why = amount ? "amount,\"amount\"" : "no_transaction,\"\"";
      rejects.add(line + "," + csv.length() + "," + why);
      csv.append(amount ? "2020-01-01T00:00:00,deposit,visa,1.005\n" : "x\n");
    }
  }

  /** With ids, beside what the oracle reads: there a row that is repeated is a bad one. */
  private static final class IdentifiedMaker extends Maker {
    /** Of the ids one in so many is repeated by rows that say something else than the first. */
    private static final int CONFLICT_EVERY = 5;

    private final StringBuilder own = new StringBuilder("timestamp,type,payment_method,amount\n");
    private final List<String> days;

    IdentifiedMaker(List<String> days) {
      super(new Random(0), "transaction_id,timestamp,type,payment_method,amount,user_id\n");
      this.days = days;
    }

    @Override
    String own() {
      return own.toString();
    }

    void row(String id, boolean counts) {
      Random said = new Random(id.hashCode());
      String day = days.get(said.nextInt(days.size()));
      String type = TYPES.get(said.nextInt(TYPES.size()));
      String method = METHODS.get(said.nextInt(METHODS.size()));
      int cents = 1 + said.nextInt(CENTS_MAX);
      boolean conflicts = !counts && id.hashCode() % CONFLICT_EVERY == 0;
      line++;
      if (counts) {
        ids.add(id);
        count(day + ":" + type + "s:" + method, cents);
      } else {
        String reason = conflicts ? "conflicting_id" : "duplicate_id";
        rejects.add(line + "," + csv.length() + "," + reason + ",\"transaction_id\"");
      }
      String row =
          "%sT10:30:00,%s,%s,%d.%02d"
              .formatted(
                  day, type, method, cents / 100, conflicts ? (cents + 1) % 100 : cents % 100);
      csv.append(id).append(',').append(row).append(",user-1\n");
      own.append(counts ? row : "x").append('\n');
    }
  }

  /** The same in the columns of a till, beside what the oracle reads. */
  private static final class MappedMaker extends Maker {
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY");

    /** Bad and declined rows: one in so many of each is of another kind than the rest. */
    private static final int DECLINED_EVERY = 5;

    private final StringBuilder own =
        new StringBuilder("timestamp,type,payment_method,amount,currency,status\n");
    private final TillMapping mapping;

    MappedMaker(Random random, TillMapping mapping) {
      super(random, TillMapping.HEADER);
      this.mapping = mapping;
    }

    @Override
    Optional<TillMapping> mapping() {
      return Optional.of(mapping);
    }

    @Override
    String own() {
      return own.toString();
    }

    @Override
    void good(String day) {
      if (random.nextInt(DECLINED_EVERY) == 0) {
        row(day, true);
        skipped++;
      }
      row(day, false);
    }

    private void row(String day, boolean declined) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      String how = METHODS.get(random.nextInt(METHODS.size()));
      String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
      int units = 1 + random.nextInt(CENTS_MAX);
      // A currency without a smaller unit has whole amounts.
      int cents = currency.equals("JPY") ? units * 100 : units;
      String amount =
          currency.equals("JPY")
              ? Integer.toString(units)
              : "%d.%02d".formatted(cents / 100, cents % 100);
      csv.append(day, 8, 10).append('.').append(day, 5, 7).append('.').append(day, 0, 4);
      csv.append(" 10:30,").append(type.equals("deposit") ? "in" : "out");
      csv.append(',').append(how).append(",till_").append(how).append(',').append(amount);
      csv.append(',').append(currency).append(declined ? ",no\n" : ",ok\n");
      line++;
      String method = mapping.method(how);
      own.append(day).append("T10:30:00,").append(type).append(',').append(method);
      own.append(',').append(amount).append(',').append(currency);
      own.append(declined ? ",declined\n" : ",approved\n");
      if (!declined) {
        count(day + ":" + type + "s:" + currency + ":" + method, cents);
      }
    }

    @Override
    void bad() {
      line++;
      boolean amount = rejects.size() % BAD_AMOUNT_EVERY == 0;
      String why = amount ? "amount,\"Paid\"" : "timestamp,\"When\"";
      rejects.add(line + "," + csv.length() + "," + why);
      csv.append(amount ? "01.01.2020" : "2020-01-01");
      csv.append(" 00:00,in,visa,till_visa,1.00").append(amount ? "5" : "").append(",EUR,ok\n");
      own.append("2020-01-01T00:00:00,deposit,visa,1.005,EUR,approved\n");
    }
  }
}
