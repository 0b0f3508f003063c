package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class FlameGraphTest {

  private final FlameGraph graph = new FlameGraph();

  @Test
  void boxesAreAsWideAsTheTimeSpentInThem() throws Exception {
    graph.add(List.of("importer", "daybook.A.<init>", "java.B.c"), 3);
    graph.add(List.of("importer", "daybook.A.<init>"), 1);
    graph.add(List.of("redis"), 4);
    graph.add(List.of("seldom"), 0.001);

    assertThat(graph.lines())
        .containsExactly(
            "importer 4.000",
            "importer;daybook.A.<init> 4.000",
            "importer;daybook.A.<init>;java.B.c 3.000",
            "redis 4.000",
            "seldom 0.001");
    Document svg = parse(graph.toSvg("a & b"));
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a & b");
    assertThat(titles(svg))
        .contains("daybook.A.<init>: 4.00 s, 50.0 %", "java.B.c: 3.00 s, 37.5 %")
        .noneMatch(title -> title.startsWith("seldom"));
    assertThat(graph.seconds()).isEqualTo(8.001);
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<String> titles(Document svg) {
    var titles = svg.getElementsByTagName("title");
    return java.util.stream.IntStream.range(0, titles.getLength())
        .mapToObj(i -> titles.item(i).getTextContent())
        .toList();
  }
}
