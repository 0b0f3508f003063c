package daybook.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssertTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import daybook.house.Sources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.lang.model.type.TypeKind;

/**
 * What stands nowhere in our Java, or only in some places, and what is used instead.
 *
 * @param message says what is banned, and what to use
 * @param where the sources that it holds for
 * @param exempt names of classes for which it does not hold all the same
 * @param what the parts of a source that break it
 * @param example a source that breaks it
 */
record Ban(
    String message,
    Predicate<Source> where,
    Set<String> exempt,
    Predicate<Tree> what,
    String example) {

  private static final Pattern TELLING =
      Pattern.compile("\\b(tell|tells|told|telling)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern EVERYTHING =
      Pattern.compile("\\b(Exception|RuntimeException|Throwable)\\b");

  /** Where everything may be caught all the same, and why. */
  static final Map<String, String> LAST_RESORTS =
      Map.of(
          "GatewayEvents", "a defect is answered with 500 and logged, and is shown to nobody",
          "NotifyingBlobStore", "an upload that is done must not fail by its listener's defect",
          "Servers", "after one that does not close, the other servers must be closed",
          "SnapStart", "after one that does not close, the other connections must be closed");

  /** All of them; the core's purity is I9. */
  static final List<Ban> ALL =
      List.of(
          new Ban(
              "Thread.sleep in a test is banned: await a condition (Await); where the time itself is what"
                  + " a test needs, use Pause",
              source -> !source.isMain(),
              Set.of("Pause", "QueueHandler"),
              reference("Thread.sleep|TimeUnit\\.\\w+\\.sleep"),
              "class A { void a() throws Exception { Thread.sleep(1); } }"),
          new Ban(
              "System.out and System.err are banned in functions: log an event (EventLog)",
              source -> isFunction(source) && !source.path().startsWith("functions/runtime/"),
              reference("System.(out|err)"),
              "class A { void a() { System.out.println(); } }"),
          new Ban(
              "printStackTrace is banned: log an event, or throw",
              source -> true,
              part ->
                  part instanceof MemberSelectTree member
                      && member.getIdentifier().contentEquals("printStackTrace"),
              "class A { void a(Exception e) { e.printStackTrace(); } }"),
          new Ban(
              "catching Exception, RuntimeException or Throwable is banned: name what may be thrown",
              Source::isMain,
              LAST_RESORTS.keySet(),
              Ban::catchesEverything,
              "class A { void a() { try { } catch (RuntimeException e) { } } }"),
          new Ban(
              "Utils, Helper, Manager and Impl in the name of a class are banned: say what it does",
              source -> true,
              part ->
                  part instanceof ClassTree type
                      && type.getSimpleName()
                          .toString()
                          .matches(".*(Utils?|Helpers?|Manager|Impl)"),
              "class StringUtils {}"),
          new Ban(
              "@Disabled without a reason is banned: say why, or delete the test",
              source -> true,
              part ->
                  part instanceof AnnotationTree annotation
                      && annotation.getAnnotationType().toString().matches("(.*\\.)?Disabled")
                      && annotation.getArguments().isEmpty(),
              "class A { @Disabled void a() {} }"),
          new Ban(
              "double and float are banned here: an amount is whole cents (Amount); only history stores it"
                  + " as a double",
              source -> isFunction(source) && !source.path().startsWith("functions/stores/"),
              Set.of("Amount"),
              part ->
                  (part instanceof PrimitiveTypeTree type
                          && Set.of(TypeKind.DOUBLE, TypeKind.FLOAT)
                              .contains(type.getPrimitiveTypeKind()))
                      || isReference(part, "(Double|Float)\\.\\w+"),
              "class A { double total; }"),
          new Ban(
              "assert is banned: it is off in production; throw an exception that says what was expected",
              source -> true,
              AssertTree.class::isInstance,
              "class A { void a(int n) { assert n > 0; } }"),
          new Ban(
              "an import with a star is banned: name what is used",
              source -> true,
              part ->
                  part instanceof ImportTree imported
                      && imported.getQualifiedIdentifier().toString().endsWith(".*"),
              "import java.util.*; class A {}"),
          new Ban(
              "java.util.Date, Calendar and SimpleDateFormat are banned: use java.time",
              source -> true,
              reference(
                  "java\\.util\\.(Date|Calendar|GregorianCalendar)|java\\.text\\.\\w*DateFormat"),
              "import java.util.Date; class A {}"),
          new Ban(
              "mocks are banned: use the fakes of functions/testkit, which pass the adapters' contracts",
              source -> true,
              reference("org\\.(mockito|easymock|jmock)\\b.*"),
              "import org.mockito.Mockito; class A {}"),
          new Ban(
              "the core reads no clock, environment or randomness: take a port or a value",
              source -> source.isMain() && source.path().startsWith("functions/core/"),
              part ->
                  isReference(
                          part,
                          "System\\.(getenv|getProperty|currentTimeMillis|nanoTime|out|err)|Math\\.random"
                              + "|(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now"
                              + "|Clock\\.system\\w*|InstantSource\\.system|UUID\\.randomUUID|Thread\\.sleep")
                      || (part instanceof NewClassTree made
                          && made.getIdentifier()
                              .toString()
                              .matches("(.*\\.)?(Secure|Splittable)?Random")),
              "class A { Object a() { return java.time.Instant.now(); } }"),
          new Ban(
              "tell and told are banned in messages: report, say, send, log",
              Source::isMain,
              part ->
                  part instanceof LiteralTree literal
                      && literal.getValue() instanceof String text
                      && TELLING.matcher(text).find(),
              "class A { String a = \"not told of\"; }"));

  /** A member or type by its name, as it is written, qualified or not. */
  private static Predicate<Tree> reference(String name) {
    return part -> isReference(part, name);
  }

  private static boolean isReference(Tree part, String name) {
    return part instanceof MemberSelectTree
        && part.toString().matches("(java\\.\\S+\\.)?(" + name + ")");
  }

  static boolean catchesEverything(Tree part) {
    return part instanceof CatchTree caught
        && EVERYTHING.matcher(caught.getParameter().getType().toString()).find();
  }

  private static boolean isFunction(Source source) {
    return source.isMain() && source.path().startsWith("functions/");
  }

  /** One without an exemption. */
  Ban(String message, Predicate<Source> where, Predicate<Tree> what, String example) {
    this(message, where, Set.of(), what, example);
  }

  @Override
  public String toString() {
    return message;
  }

  /** Each place of a source that breaks it, with what to do. */
  List<String> breaches(Source source) {
    return exempt.contains(source.name()) ? List.of() : breachesOfAnybody(source);
  }

  /** The same, also for who is exempt. */
  List<String> breachesOfAnybody(Source source) {
    List<String> breaches = new ArrayList<>();
    if (where.test(source)) {
      source.forEachPart(
          part -> {
            if (what.test(part)) {
              breaches.add(source.path() + ":" + source.firstLine(part) + ": " + message);
            }
          });
    }
    return breaches;
  }
}
