package daybook.reading.mapping;

import static daybook.reading.mapping.Documents.read;
import static daybook.reading.mapping.Documents.with;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.reading.HeaderNames;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingsTest {

  private static MappingDocument document(String name, String match) throws Exception {
    return read(with("{\"name\": \"%s\", \"match\": %s}".formatted(name, match)));
  }

  private static Mappings mappings(MappingDocument... documents) {
    return Mappings.of(List.of(documents));
  }

  private static List<String> names(List<MappingDocument> documents) {
    return documents.stream().map(document -> document.mapping().name()).toList();
  }

  @Test
  void oneFitsWhereAllNamesOfItsHeaderAreThere() throws Exception {
    Mappings all =
        mappings(
            document("two", "{\"header\": [\"Sold At\", \"paid\"]}"),
            document("three", "{\"header\": [\"sold_at\", \"Paid\", \"How\"]}"),
            read(with("{\"name\": \"named-only\"}")));
    assertThat(names(all.fitting(List.of("paid", "soldat", "other"), "x.csv")))
        .containsExactly("two");
    assertThat(names(all.fitting(List.of("how", "paid", "soldat"), "x.csv")))
        .containsExactly("three", "two");
    assertThat(all.fitting(List.of("paid"), "x.csv")).isEmpty();
    assertThat(all.named("named-only")).isPresent();
  }

  @Test
  void whereThereAreGlobsOneMustMatchTheKey() throws Exception {
    Mappings all =
        mappings(document("a", "{\"header\": [\"b\"], \"keys\": [\"tills/*.csv\", \"old/**\"]}"));
    assertThat(all.fitting(List.of("b"), "tills/1.csv")).hasSize(1);
    assertThat(all.fitting(List.of("b"), "old/1/2.csv")).hasSize(1);
    assertThat(all.fitting(List.of("b"), "1.csv")).isEmpty();
  }

  @Test
  void eachIsAskedForLinesThatAreCutAsItCutsThem() {
    Mappings presets = Mappings.presets();
    List<String> own = List.of("timestamp", "type", "paymentmethod", "amount");
    Mappings.Lines tabs =
        text ->
            text.delimiter() == '\t'
                ? List.of(List.of("preamble"), own)
                : List.of(List.of("timestamp\ttype\tpayment_method\tamount"));
    assertThat(names(presets.fitting(tabs, "x.csv"))).containsExactly("postgresql");
  }

  @Test
  void aUsersTakesThePlaceOfThePresetOfItsName() throws Exception {
    MappingDocument mine = document("stripe", "{\"header\": [\"b\"]}");
    Mappings all = Mappings.presets().with(List.of(mine));
    assertThat(all.named("stripe")).contains(mine);
    assertThat(all.all()).hasSameSizeAs(Mappings.presets().all());
    assertThat(Mappings.presets().named("stripe")).isPresent().get().isNotEqualTo(mine);
  }

  @Test
  void theNearestIsTheOneOfWhichTheLargestPartIsThere() throws Exception {
    Mappings all =
        mappings(
            document("half", "{\"header\": [\"a\", \"x\"]}"),
            document("most", "{\"header\": [\"a\", \"b\", \"c\", \"The Missing\"]}"),
            document("none", "{\"header\": [\"y\"]}"),
            document("also-half", "{\"header\": [\"a\", \"b\", \"x\", \"z\"]}"),
            document("third", "{\"header\": [\"a\", \"x\", \"z\"]}"));
    List<Mappings.Near> near = all.nearest(List.of("a", "b", "c"));
    assertThat(near.stream().map(Mappings.Near::document).toList())
        .extracting(document -> document.mapping().name())
        .containsExactly("most", "also-half", "half");
    assertThat(near.get(0).missing()).containsExactly("The Missing");
    assertThat(near.get(0).found()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "a*c, abc, true",
    "a*c, ac, true",
    "a*c, a/c, false",
    "a**c, a/b/c, true",
    "**, a/b, true",
    "*, a/b, false",
    "a?c, abc, true",
    "a?c, a/c, false",
    "a?c, ac, false",
    "[a], a, false",
    "a.c, abc, false",
    "**/x.csv, a/b/x.csv, true",
    "**/x.csv, x.csv, false",
  })
  void aGlobMeansWholeKeys(String glob, String key, boolean matches) {
    assertThat(KeyGlob.matches(glob, key)).isEqualTo(matches);
  }

  @Test
  void aGlobOfManyStarsTakesNoLongerThanItsLength() {
    String glob = "a*".repeat(100);
    String key = "a".repeat(1_023) + "b";
    long begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(KeyGlob.matches(glob + "c", key)).isFalse();
    }
    assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "Payment Method, paymentmethod",
    "payment-method, paymentmethod",
    "payment_method\u00A0, paymentmethod",
    "\uFF21mount, amount",
    "\u200Eamount\uFEFF, amount",
    "Gross Debit (GC), grossdebit(gc)",
  })
  void namesOfColumnsAreComparedByWhatIsSeen(String name, String normal) {
    assertThat(HeaderNames.normal(name)).isEqualTo(normal);
    assertThat(Stream.of(normal).map(HeaderNames::normal)).containsExactly(normal);
  }
}
