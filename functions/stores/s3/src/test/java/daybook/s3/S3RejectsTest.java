package daybook.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Rejects;
import daybook.core.port.Rejects.Row;
import daybook.core.port.RejectsFiles;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.contract.RejectsContract;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3RejectsTest extends RejectsContract {

  @RegisterExtension static final S3Server SERVER = S3Server.withoutVersions();

  private S3Rejects rejects;

  @BeforeEach
  void connect() {
    rejects = new S3Rejects(SERVER.client(), time -> {}, SERVER.bucket());
  }

  private static final ImportId ID = new ImportId("0123456789abcdef0123456789abcdef");

  @Override
  protected Rejects rejects() {
    return rejects;
  }

  @Override
  protected RejectsFiles files() {
    return new S3RejectsFiles(SERVER.client(), SERVER.presigner(), SERVER.bucket());
  }

  @Test
  void addressIsGoodForWhoeverHasItAndNamesTheFile() throws Exception {
    rejects.putPart(ID, 0, List.of(row(10, "a")));
    rejects.compose(ID, WHOLE);
    LedgerEntry entry =
        new LedgerEntry(
            ID,
            new ObjectVersion("imports", "a.csv", "v", "e", Instant.EPOCH, 100),
            WHOLE,
            List.of(),
            Instant.EPOCH,
            Instant.EPOCH);
    RejectsFiles.File file = files().find(entry).orElseThrow();

    HttpResponse<String> got =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(file.address("a.rejects.csv", Duration.ofMinutes(1)))
                    .build(),
                BodyHandlers.ofString());

    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(composedFile(ID, WHOLE).orElseThrow());
    assertThat(got.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"a.rejects.csv\"");
  }

  @Override
  protected Optional<String> composedFile(
      ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return SERVER.content(Rejects.folder(id, mapping) + "/" + Rejects.fileName(end));
  }

  @Test
  void partsAreNamedByTheirFirstAndLastByteAndStay() {
    rejects.putPart(ID, 7, List.of(row(10, "a"), row(20_000_000_000L, "b")));
    rejects.compose(ID, WHOLE);

    assertThat(SERVER.keys())
        .containsExactly(
            ID + "/parts/00000000000000000007-00000000020000000000.csv", ID + "/rejects.csv");
  }

  @Test
  void rowsInDisorderAreRefused() {
    for (List<Row> rows :
        List.of(
            List.<Row>of(),
            List.of(row(4, "before the stretch")),
            List.of(row(9, "a"), row(9, "a")),
            List.of(row(9, "a"), row(8, "b")))) {
      assertThatThrownBy(() -> rejects.putPart(ID, 5, rows))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(SERVER.keys()).isEmpty();
  }

  @Test
  void reasonThatIsNoCodeIsRefused() {
    assertThatThrownBy(() -> rejects.putPart(ID, 0, List.of(new Row(1, 0, "a,\"b\"", ""))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fileOfManyMegabytesIsComposedInPartsAndAgain() {
    String text = "x".repeat(500) + "\n\"ü\"";
    String cell = '"' + text.replace("\"", "\"\"") + '"';
    StringBuilder expected = new StringBuilder(RejectsCsv.HEADER);
    for (int part = 0; part < 6; part++) {
      List<Row> rows = new ArrayList<>();
      for (int i = part * 5_000; i < part * 5_000 + 7_000; i++) {
        rows.add(row(i, text));
      }
      rejects.putPart(ID, part * 5_000L, rows);
    }
    for (int i = 0; i < 5 * 5_000 + 7_000; i++) {
      expected
          .append(i + 1)
          .append(',')
          .append(i)
          .append(",amount,\"\",\"\",")
          .append(cell)
          .append('\n');
    }

    for (int time = 1; time <= 2; time++) {
      rejects.compose(ID, WHOLE);

      String composed = composedFile(ID, WHOLE).orElseThrow();
      assertThat(composed.length()).isGreaterThan(2 * S3Upload.PART_BYTES - 1_000_000);
      assertThat(composed.contentEquals(expected)).isTrue();
    }
    assertThat(SERVER.unfinishedUploads()).isZero();
  }

  @Test
  void partsOfManyListingsAreComposed() {
    List<Integer> offsets = IntStream.range(0, 7).boxed().toList();
    offsets.forEach(offset -> rejects.putPart(ID, offset, List.of(row(offset, "a"))));

    bounded(3, S3Rejects.COMPOSED_BYTES_MAX).compose(ID, WHOLE);

    assertThat(composedFile(ID, WHOLE).orElseThrow().lines()).hasSize(1 + offsets.size());
  }

  private static S3Rejects bounded(int pagePartsMax, long composedBytesMax) {
    return new S3Rejects(
        SERVER.client(), time -> {}, SERVER.bucket(), pagePartsMax, composedBytesMax);
  }

  @Test
  void partsTooLargeToComposeStayAndTheFileSaysWhere() {
    for (long offset = 0; offset < 5; offset++) {
      rejects.putPart(ID, offset, List.of(row(offset, "a")));
    }
    long bytes = 5L * "1,0,amount,\"\",\"\",\"a\"\n".length();

    bounded(2, bytes).compose(ID, WHOLE);
    assertThat(composedFile(ID, WHOLE).orElseThrow().lines()).hasSize(1 + 5);

    bounded(2, bytes - 1).compose(ID, WHOLE);
    assertThat(composedFile(ID, WHOLE))
        .contains(
            (RejectsCsv.HEADER
                    + "0,0,in_parts,\"\",\"\",\"%d bytes in 5 files under s3://%s/%s/parts/\"\n")
                .formatted(bytes, SERVER.bucket(), ID));
    assertThat(SERVER.keys()).hasSize(5 + 1);
  }

  @Test
  void damagedPartIsAStoreExceptionAndMakesNoFile() {
    for (String damage :
        List.of(
            "1,2,amount,\"cut off",
            "1,2,amount,\"a\"",
            RejectsCsv.HEADER,
            "1,99999999999999999999,amount,\"\"\n",
            "1,2",
            "11111111111111111111111111111111111111111,1,amount,\"a\"\n")) {
      SERVER.put(ID + "/parts/00000000000000000000-x.csv", damage.getBytes(UTF_8));

      assertThatThrownBy(() -> rejects.compose(ID, WHOLE))
          .as(damage)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(ID + "/parts/00000000000000000000-x.csv is damaged: ");

      assertThat(composedFile(ID, WHOLE)).isEmpty();
    }
  }

  @Test
  void rowsOfOlderPartsGetEmptyColumnsAndExpectations() {
    SERVER.put(
        ID + "/parts/00000000000000000000-00000000000000000009.csv",
        "1,0,amount,\"a, \"\"b\"\"\nc\"\n2,9,type,\"\"\n".getBytes(UTF_8));
    rejects.putPart(ID, 5, List.of(new Row(2, 9, "type", "type", "deposit; found x", "two")));
    rejects.putPart(
        ID, 20, List.of(new Row(3, 30, "amount", "amount,\"x\"", "a number\nfound y", "y\n,\"")));

    rejects.compose(ID, WHOLE);

    assertThat(composedFile(ID, WHOLE))
        .contains(
            RejectsCsv.HEADER
                + "1,0,amount,\"\",\"\",\"a, \"\"b\"\"\nc\"\n"
                + "2,9,type,\"\",\"\",\"\"\n"
                + "3,30,amount,\"amount,\"\"x\"\"\",\"a numberfound y\",\"y\n,\"\"\"\n");
  }

  @Test
  void olderPartWhoseTextNeverEndsIsDamaged() {
    String key = ID + "/parts/00000000000000000000-00000000000000000000.csv";
    SERVER.put(key, ("1,0,amount,\"" + "x".repeat(70_000) + "\"\n").getBytes(UTF_8));

    assertThatThrownBy(() -> rejects.compose(ID, WHOLE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a first cell of more than 65536 bytes");
  }

  @Test
  void uploadThatCannotBeFinishedIsThrownAway() {
    String text = "x".repeat(100_000);
    rejects.putPart(ID, 0, IntStream.range(0, 100).mapToObj(i -> row(i, text)).toList());
    SERVER.put(ID + "/parts/00000000000000000100-x.csv", "damaged".getBytes(UTF_8));

    assertThatThrownBy(() -> rejects.compose(ID, WHOLE)).isInstanceOf(StoreException.class);

    assertThat(composedFile(ID, WHOLE)).isEmpty();
    assertThat(SERVER.unfinishedUploads()).isZero();
  }

  private static Row row(long offset, String text) {
    return new Row(offset + 1, offset, "amount", text);
  }
}
