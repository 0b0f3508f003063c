package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import daybook.data.ExactTotals;
import daybook.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that is measured adds up the same: the exact sums of the file. */
final class PeersTest {

  private static final LocalDate FROM = LocalDate.of(2026, 1, 1);

  @TempDir private Path folder;

  private BenchFile file(long rows, boolean sorted, int methods) throws IOException {
    return BenchFile.generate(new BenchFile.Form(rows, sorted, methods), FROM, folder);
  }

  private static Sums exact(BenchFile file) throws IOException {
    return Sums.of(ExactTotals.of(file.path()));
  }

  @ParameterizedTest
  @CsvSource({"3000,false,5", "20001,true,200", "30,false,1"})
  void byteLoopGivesTheExactSums(long rows, boolean sorted, int methods) throws Exception {
    BenchFile file = file(rows, sorted, methods);

    ByteLoop.Result result = ByteLoop.run(file.path());

    assertThat(result.sums()).isEqualTo(exact(file));
    assertThat(result.rows()).isEqualTo(rows);
  }

  /** 16 MB are one piece of the loop, so that rows lie across its border. */
  @Test
  void byteLoopGivesTheExactSumsOfAFileOfSeveralPieces() throws Exception {
    BenchFile file = file(400_000, false, 5);

    assertThat(file.bytes()).isGreaterThan(17 << 20);
    assertThat(ByteLoop.run(file.path()).sums()).isEqualTo(exact(file));
  }

  @Test
  void mappedFileHasTheSameRowsInOtherWords() throws Exception {
    BenchFile file = file(2_000, false, 5);

    List<String> same =
        Files.readAllLines(file.mapped().path()).stream()
            .map(row -> row.replaceFirst(" ", "T"))
            .map(row -> row.replace(",Sale,", ",deposit,").replace(",Refund,", ",withdrawal,"))
            .map(row -> row.replaceFirst("(,withdrawal,.*),-", "$1,"))
            .toList();

    assertThat(same).startsWith("When,What,How,Paid,Note").hasSize(2_001);
    assertThat(same.subList(1, same.size()))
        .isEqualTo(Files.readAllLines(file.path()).subList(1, same.size()));
  }

  @ParameterizedTest
  @CsvSource({"false,5", "true,200"})
  void duckDbGivesTheExactSums(boolean sorted, int methods) throws Exception {
    assumeTrue(DuckDb.isAvailable(), "DuckDB is on the class path with -P bench only");
    BenchFile file = file(5_000, sorted, methods);

    DuckDb.Result result = DuckDb.run(file.path());

    assertThat(result.sums()).isEqualTo(exact(file));
    assertThat(result.rows()).isEqualTo(5_000);
  }

  @Test
  void rowByRowGivesTheExactSumsOfTheRowsItTakes() throws Exception {
    BenchFile file = file(1_000, false, 5);
    Path first = folder.resolve("first.csv");
    Files.write(first, Files.readAllLines(file.path()).subList(0, 501));
    try (EmbeddedRedis redis = EmbeddedRedis.builder(folder.resolve("redis")).start()) {
      RowByRow reference = new RowByRow(redis.host(), redis.port());

      RowByRow.Result all = reference.run(file.path(), 1_000_000);
      RowByRow.Result some = reference.run(file.path(), 500);

      assertThat(all.rows()).isEqualTo(1_000);
      assertThat(all.sums()).isEqualTo(exact(file));
      assertThat(some.rows()).isEqualTo(500);
      assertThat(some.sums()).isEqualTo(Sums.of(ExactTotals.of(first)));
    }
  }

  @Test
  void sortedFileIsInTheOrderOfItsTimesAndHasAllRows() throws Exception {
    List<String> lines = Files.readAllLines(file(1_001, true, 5).path());

    assertThat(lines).hasSize(1_002);
    assertThat(lines.subList(1, lines.size())).isSorted();
    assertThat(lines.get(1)).startsWith("2026-01-01T");
    assertThat(lines.get(1_001)).startsWith("2026-01-30T");
  }

  @Test
  void oneCentTooManyIsNamed() throws Exception {
    Sums sums = exact(file(100, false, 5));
    TreeMap<String, Long> others = new TreeMap<>(sums.cents());
    String name = others.lastKey();
    others.merge(name, 1L, Long::sum);

    sums.require("the same", sums);
    assertThatThrownBy(() -> new Sums(others).require("the loop", sums))
        .isInstanceOf(BenchException.class)
        .hasMessage(
            "the loop: '%s' is %d cents, expected %d",
            name, others.get(name), sums.cents().get(name));
  }

  @Test
  void missingAndAdditionalSumsAreNamed() {
    Sums one = Sums.of(ExactTotals.none());
    TreeMap<String, Long> more = new TreeMap<>();
    more.put("2026-01-01 deposits visa", 0L);

    assertThatThrownBy(() -> one.require("a", new Sums(more)))
        .hasMessage("a: '2026-01-01 deposits visa' is null cents, expected 0");
    assertThatThrownBy(() -> new Sums(more).require("a", one))
        .hasMessage("a: '2026-01-01 deposits visa' is 0 cents, expected null");
  }

  @Test
  void sumsOfSeveralImportsAreReadFromStats() throws Exception {
    Sums stats =
        Sums.ofStats(
            "{\"data\": {\"2026-01-01\": {\"deposits\": {\"visa\": 20.50}, \"withdrawals\": {}}}}");
    TreeMap<String, Long> once = new TreeMap<>();
    once.put("2026-01-01 deposits visa", 1_025L);

    assertThat(stats).isEqualTo(new Sums(once).times(2));
  }
}
