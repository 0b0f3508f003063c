package daybook.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where processor time went, as a picture: a box for each method, as wide as the time spent in it,
 * on the one that called it (after Brendan Gregg's flame graphs). Not safe for threads.
 */
final class FlameGraph {

  private static final int WIDTH = 1_200;
  private static final int ROW_HEIGHT = 17;
  private static final int MARGIN = 10;
  private static final int TITLE_HEIGHT = 34;

  /** Boxes that are narrower are left out, with all above them. */
  private static final double WIDTH_MIN = 0.7;

  private static final double LETTER_WIDTH = 6.3;

  private final Node root = new Node();

  /** A method as called by those below it. */
  private static final class Node {
    private final Map<String, Node> callees = new TreeMap<>();
    private double seconds;
  }

  /**
   * Adds time.
   *
   * @param stack the methods, outermost first
   */
  void add(List<String> stack, double seconds) {
    Node node = root;
    node.seconds += seconds;
    for (String method : stack) {
      node = node.callees.computeIfAbsent(method, m -> new Node());
      node.seconds += seconds;
    }
  }

  /** All time together, in seconds. */
  double seconds() {
    return root.seconds;
  }

  /**
   * The picture.
   *
   * @param title what stands above it
   */
  String toSvg(String title) {
    int height = TITLE_HEIGHT + (shownDepth(root) - 1) * ROW_HEIGHT + MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %1$d %2$d"
             font-family="ui-monospace, Menlo, Consolas, monospace" font-size="10.5" role="img">
            <title>%s</title>
            <rect width="100%%" height="100%%" fill="#ffffff"/>
            <text x="%d" y="21" font-size="14" font-family="system-ui, sans-serif">%3$s</text>
            """,
            WIDTH,
            height,
            escape(title),
            MARGIN));
    draw(root, MARGIN, height - MARGIN, svg);
    return svg.append("</svg>\n").toString();
  }

  private double width(Node node) {
    return (WIDTH - 2.0 * MARGIN) * node.seconds / root.seconds;
  }

  private int shownDepth(Node node) {
    return 1
        + node.callees.values().stream()
            .filter(callee -> width(callee) >= WIDTH_MIN)
            .mapToInt(this::shownDepth)
            .max()
            .orElse(0);
  }

  /** Draws the callees of a node, side by side on a base line. */
  private void draw(Node node, double left, int base, StringBuilder svg) {
    double x = left;
    for (Map.Entry<String, Node> callee : node.callees.entrySet()) {
      double width = width(callee.getValue());
      if (width >= WIDTH_MIN) {
        box(callee.getKey(), callee.getValue().seconds, x, base - ROW_HEIGHT, width, svg);
        draw(callee.getValue(), x, base - ROW_HEIGHT, svg);
      }
      x += width;
    }
  }

  private void box(String name, double seconds, double x, int y, double width, StringBuilder svg) {
    String share =
        String.format(
            Locale.ROOT, "%s: %.2f s, %.1f %%", name, seconds, 100 * seconds / root.seconds);
    svg.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\""
                + " rx=\"1.5\"/>",
            escape(share),
            x,
            y,
            Math.max(width - 0.6, 0.4),
            ROW_HEIGHT - 1,
            color(name)));
    int letters = (int) ((width - 6) / LETTER_WIDTH);
    if (letters >= 3) {
      String label = label(name);
      String text = label.length() <= letters ? label : label.substring(0, letters - 1) + "…";
      svg.append(
          String.format(
              Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + 3, y + 12, escape(text)));
    }
    svg.append("</g>\n");
  }

  /** Class and method, without packages. */
  private static String label(String name) {
    int method = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', method - 1) + 1);
  }

  /** Ours, those of the JDK, and all others; processes stand out. */
  private static String color(String name) {
    if (!name.contains(".")) {
      return "#c9d7e8";
    }
    if (name.startsWith("daybook.")) {
      return "#f2a65a";
    }
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.")
        ? "#e3e3de"
        : "#b9d8b4";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** The stacks, for tests: each with its seconds, in order. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    collect(root, "", lines);
    return lines;
  }

  private static void collect(Node node, String path, List<String> lines) {
    node.callees.forEach(
        (name, callee) -> {
          String here = path.isEmpty() ? name : path + ";" + name;
          lines.add(String.format(Locale.ROOT, "%s %.3f", here, callee.seconds));
          collect(callee, here, lines);
        });
  }
}
