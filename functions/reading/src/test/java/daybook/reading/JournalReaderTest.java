package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.Rejects;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.record.Entry;
import daybook.core.record.JournalLine;
import daybook.core.record.TransactionId;
import daybook.testkit.fuzz.CsvWords;
import daybook.testkit.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines of journals, from the start and from wherever a group ended. */
class JournalReaderTest {

  private static JournalLine line(int number) {
    Transaction counts =
        new Transaction(
            LocalDate.of(2026, 1, 1).plusDays(number % 28),
            number % 24,
            number % 2 == 0 ? TransactionType.DEPOSIT : new TransactionType("withdrawals:EUR"),
            "Apple Pay",
            new Amount(number));
    Optional<Transaction> old = number % 3 == 0 ? Optional.of(counts) : Optional.empty();
    Optional<Transaction> next = number % 6 == 0 ? Optional.empty() : Optional.of(counts);
    return new JournalLine(
        new TransactionId("t-" + number), new Entry(number + 1, 1, old, next, number));
  }

  private static String journal(int lines) {
    StringBuilder text = new StringBuilder(JournalLine.HEADER + "\n");
    for (int i = 0; i < lines; i++) {
      text.append(line(i).text()).append('\n');
    }
    return text.toString();
  }

  /** Everything from a position on. */
  private static List<JournalReader.Group> read(byte[] bytes, ImportPosition from, Random random)
      throws IOException, UnusableFileException {
    List<JournalReader.Group> groups = new ArrayList<>();
    OpenObject.Opener opener =
        offset -> {
          byte[] rest = new byte[bytes.length - (int) offset];
          System.arraycopy(bytes, (int) offset, rest, 0, rest.length);
          return new ChoppedStream(rest, random, 1 + random.nextInt(5_000));
        };
    try (JournalReader reader = new JournalReader(opener, from)) {
      for (JournalReader.Group group = reader.next(); group != null; group = reader.next()) {
        groups.add(group);
      }
    }
    return groups;
  }

  private static List<JournalReader.Group> read(String text)
      throws IOException, UnusableFileException {
    return read(text.getBytes(UTF_8), ImportPosition.START, new Random(1));
  }

  private static ImportPosition at(long offset, long line) {
    return new ImportPosition(
        offset, line, 0, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
  }

  @Test
  void everyLineIsReadWithItsPlaceWhereverReadingBegins() throws Exception {
    int count = 10_000;
    Random random = new Random(7);
    byte[] bytes = journal(count).getBytes(UTF_8);
    List<JournalReader.Group> groups = read(bytes, ImportPosition.START, random);
    assertThat(groups).extracting(group -> group.lines().size()).containsExactly(4096, 4096, 1808);
    List<JournalReader.Line> lines =
        groups.stream().flatMap(group -> group.lines().stream()).toList();
    for (int i = 0; i < count; i++) {
      JournalReader.Line line = lines.get(i);
      assertThat(line.line()).isEqualTo(line(i));
      assertThat(line.lineNumber()).isEqualTo(i + 2L);
      String text = line(i).text() + "\n";
      assertThat(new String(bytes, (int) line.offset(), text.length(), UTF_8)).isEqualTo(text);
    }
    assertThat(groups.get(2).endOffset()).isEqualTo(bytes.length);
    assertThat(groups.get(2).endLine()).isEqualTo(count + 1L);
    for (int round = 0; round < 20; round++) {
      int first = random.nextInt(count);
      JournalReader.Line from = lines.get(first);
      assertThat(
              read(bytes, at(from.offset(), from.lineNumber() - 1), random).stream()
                  .flatMap(group -> group.lines().stream()))
          .isEqualTo(lines.subList(first, count));
    }
    assertThat(read(bytes, at(bytes.length, count + 1L), random)).isEmpty();
  }

  @Test
  void whatIsNoLineIsARejectedRowAndTheOthersAreRead() throws Exception {
    String good = line(1).text();
    String long_ = "x".repeat(5_000_000);
    List<String> wrong =
        List.of("", " ", good + "\r", good + ",", good.replace(",1,", ",01,"), "\u0000", long_);
    String text = JournalLine.HEADER + "\n";
    for (String one : wrong) {
      text += one + "\n" + good + "\n";
    }
    List<JournalReader.Group> groups = read(text);
    List<Rejects.Row> rejected =
        groups.stream().flatMap(group -> group.rejectedRows().stream()).toList();
    assertThat(groups.stream().mapToInt(group -> group.lines().size()).sum())
        .isEqualTo(wrong.size());
    assertThat(rejected).hasSize(wrong.size());
    assertThat(rejected)
        .allSatisfy(
            row -> {
              assertThat(row.reason()).isEqualTo("journal_line");
              assertThat(row.expected()).startsWith("expected ").hasSizeLessThan(310);
              assertThat(row.text().length()).isLessThan(600);
            });
    assertThat(rejected)
        .extracting(Rejects.Row::line)
        .containsExactly(2L, 4L, 6L, 8L, 10L, 12L, 14L);
    assertThat(rejected.get(1).offset())
        .isEqualTo(JournalLine.HEADER.length() + 1 + 1 + good.length() + 1);
    assertThat(groups.get(groups.size() - 1).endOffset()).isEqualTo(text.length());
  }

  @Test
  void theLastLineNeedsNoLineFeed() throws Exception {
    String text = journal(2);
    List<JournalReader.Group> groups = read(text.substring(0, text.length() - 1));
    assertThat(groups.get(0).lines()).hasSize(2);
    assertThat(groups.get(0).rejectedRows()).isEmpty();
    assertThat(groups.get(0).endOffset()).isEqualTo(text.length() - 1L);
    assertThat(read(JournalLine.HEADER)).isEmpty();
  }

  @Test
  void bytesThatAreNoTextAreNoLine() throws Exception {
    byte[] bytes = (JournalLine.HEADER + "\n" + line(0).text() + "\n").getBytes(UTF_8);
    bytes[bytes.length - 30] = (byte) 0xE4;
    List<JournalReader.Group> groups = read(bytes, ImportPosition.START, new Random(1));
    assertThat(groups.get(0).lines()).isEmpty();
    assertThat(groups.get(0).rejectedRows().get(0).expected()).isEqualTo("expected UTF-8");
    assertThat(groups.get(0).rejectedRows().get(0).text()).contains("<0xE4>");
  }

  @Test
  void aGroupEndsWhereABatchWouldBeFull() throws Exception {
    StringBuilder text = new StringBuilder(JournalLine.HEADER + "\n");
    LocalDate first = LocalDate.of(2000, 1, 1);
    for (int i = 0; i < 2_000; i++) {
      LocalDate day = first.plusDays(i);
      text.append("t-%d,1,1,0,,,,,,%s,0,deposits,visa,1.00\n".formatted(i, day));
    }
    List<JournalReader.Group> groups = read(text.toString());
    int most = Batch.AGGREGATES_MAX / View.values().length;
    assertThat(groups)
        .extracting(group -> group.lines().size())
        .containsExactly(most, most, 2_000 - 2 * most);
  }

  /** Whatever is there: every byte is in one line, and a line is what it says or is rejected. */
  @Test
  void anyJournalIsReadLineByLineFromAnyLineOn() {
    List<byte[]> seeds = List.of(journal(3).getBytes(UTF_8), journal(40).getBytes(UTF_8));
    List<byte[]> words =
        Stream.concat(
                CsvWords.ALL.stream(),
                Stream.of("deposits", "_reversed", "2026-01-01", ",,,,,", "x".repeat(1_100))
                    .map(word -> word.getBytes(UTF_8)))
            .toList();
    new Fuzz("journals", seeds, words, JournalReaderTest::readAnyhow).run();
  }

  private static Object readAnyhow(byte[] input, Random random) throws IOException {
    byte[] header = (JournalLine.HEADER + "\n").getBytes(UTF_8);
    byte[] bytes = new byte[header.length + input.length];
    System.arraycopy(header, 0, bytes, 0, header.length);
    System.arraycopy(input, 0, bytes, header.length, input.length);
    List<Integer> starts = new ArrayList<>();
    for (int at = header.length; at < bytes.length; at++) {
      if (bytes[at - 1] == '\n') {
        starts.add(at);
      }
    }
    int from = starts.isEmpty() ? 0 : random.nextInt(starts.size());
    ImportPosition position =
        starts.isEmpty() || from == 0 ? ImportPosition.START : at(starts.get(from), from + 1L);
    List<JournalReader.Group> groups;
    try {
      groups = read(bytes, position, random);
    } catch (UnusableFileException e) {
      throw new AssertionError(e);
    }
    List<Long> places = new ArrayList<>();
    int rejected = 0;
    for (JournalReader.Group group : groups) {
      for (JournalReader.Line line : group.lines()) {
        places.add(line.offset());
        byte[] text = line.line().text().getBytes(UTF_8);
        assertThat(bytes).satisfies(all -> assertStartsAt(all, text, line.offset()));
      }
      group.rejectedRows().forEach(row -> places.add(row.offset()));
      rejected += group.rejectedRows().size();
    }
    assertThat(places.stream().sorted().map(Long::intValue))
        .isEqualTo(starts.subList(from, starts.size()));
    return List.of(Math.min(rejected, 5), Math.min(places.size() - rejected, 5));
  }

  private static void assertStartsAt(byte[] all, byte[] text, long offset) {
    int end = (int) offset + text.length;
    assertThat(Arrays.copyOfRange(all, (int) offset, end)).isEqualTo(text);
    assertThat(end == all.length || all[end] == '\n').isTrue();
  }

  @Test
  void anotherHeaderIsRefusedAndTheStreamClosed() {
    for (String text :
        List.of("", "\n", "timestamp,type\nx\n", JournalLine.HEADER + "\r\n", "x".repeat(9_000))) {
      boolean[] closed = {false};
      OpenObject.Opener opener =
          offset ->
              new ByteArrayInputStream(text.getBytes(UTF_8)) {
                @Override
                public void close() {
                  closed[0] = true;
                }
              };
      UnusableFileException refused =
          catchThrowableOfType(
              UnusableFileException.class,
              () -> new JournalReader(opener, ImportPosition.START).close());
      assertThat(refused.refusal().reason()).isEqualTo("journal_header");
      assertThat(refused.refusal().detail()).contains(JournalLine.HEADER);
      assertThat(closed[0]).isTrue();
    }
  }
}
