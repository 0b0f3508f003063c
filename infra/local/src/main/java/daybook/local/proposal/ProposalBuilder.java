package daybook.local.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Puts a proposal together, field by field. Not safe for threads, and for one use. */
final class ProposalBuilder {

  private final SniffedTable whole;
  private final Draft draft;

  ProposalBuilder(SniffedTable whole, String name, String title) {
    this.whole = whole;
    this.draft = new Draft(EndRows.without(whole));
    draft.document.put("name", name).put("title", title);
  }

  Proposal build() {
    header();
    text();
    if (draft.table.rows().isEmpty()) {
      draft.open.add(
          "all others: there is no row below the header, and rows show in which forms dates and"
              + " amounts are written");
      return new Proposal(Proposal.text(draft.document), draft.open, draft.notes);
    }
    boolean timed = new TimestampProposal(draft).propose();
    boolean signed = new AmountProposal(draft).propose();
    type(signed);
    method();
    currency();
    status();
    id();
    if (timed) {
      end();
    }
    return new Proposal(Proposal.text(draft.document), draft.open, draft.notes);
  }

  private void header() {
    ArrayNode header = draft.document.putObject("match").putArray("header");
    draft.table.header().stream().filter(name -> !name.isEmpty()).distinct().forEach(header::add);
    Set<String> doubled = new TreeSet<>();
    draft.table.doubled().forEach(column -> doubled.add(draft.name(column)));
    if (!doubled.isEmpty()) {
      draft.notes.add(
          "header: there more than once, so that no mapping can name it, is %s: rename all but one"
              .formatted(String.join(", ", doubled)));
    }
  }

  private void text() {
    if (draft.table.delimiter() != ',') {
      draft.document.put("delimiter", String.valueOf(draft.table.delimiter()));
    }
    if (draft.table.quote() != '"') {
      draft.document.put("quote", String.valueOf(draft.table.quote()));
    }
    if (!draft.table.encoding().startsWith("UTF")) {
      draft.document.put("encoding", draft.table.encoding());
      draft.notes.add(
          "encoding: the file is not UTF-8; %s is proposed: look at a row with other letters than a to z"
              .formatted(draft.table.encoding()));
    }
  }

  private void type(boolean signed) {
    Optional<Integer> column =
        draft
            .first(ColumnRole.TYPE)
            .filter(found -> !draft.table.words(found, Draft.WORDS_MAX + 1).isEmpty());
    if (signed && column.isPresent() && contradicts(column.get())) {
      draft.used.add(column.get());
      draft.open.add(
          ("type: the sign of amounts does not say all: what do these words of %s mean, deposit,"
                  + " withdrawal, sign or skip: %s")
              .formatted(draft.name(column.get()), draft.shown(column.get())));
      return;
    }
    if (signed) {
      column.ifPresent(
          found ->
              draft.notes.add(
                  ("type: the sign says it. %s has the words %s: where some are no payments (fees,"
                          + " payouts), give their words in \"type\" or \"keep\"")
                      .formatted(draft.name(found), draft.shown(found))));
      return;
    }
    if (column.isEmpty()
        || draft.table.words(column.get(), Draft.WORDS_MAX + 1).size() > Draft.WORDS_MAX) {
      draft.open.add(
          "type: nothing says which way the money went: \"type\": \"deposit\" if all of it came in,"
              + " or \"amount\" with \"signed\": true if some amounts are negative");
      return;
    }
    draft.used.add(column.get());
    words("type", column.get(), KnownWords::type, "deposit, withdrawal or skip");
  }

  /** Whether a word says skip, or another way than the sign beside it. */
  private boolean contradicts(int column) {
    JsonNode name = draft.document.at("/amount/column");
    if (name.isMissingNode()) {
      return false;
    }
    int amount = draft.table.header().indexOf(name.asText());
    // Of an amount that is in the document all values are of one form.
    AmountSniffer.Form form = AmountSniffer.of(draft.table.values(amount)).form().orElseThrow();
    return draft.table.rows().stream()
        .anyMatch(row -> contradicts(row.get(column), row.get(amount), form));
  }

  private static boolean contradicts(String word, String amount, AmountSniffer.Form form) {
    String way = KnownWords.type(word).orElse("");
    if (way.equals("skip") || amount.isEmpty()) {
      return way.equals("skip");
    }
    return way.equals(AmountSniffer.read(form, amount).startsWith("-") ? "deposit" : "withdrawal");
  }

  private void words(
      String field, int column, Function<String, Optional<String>> meaning, String expected) {
    ObjectNode words = JsonNodeFactory.instance.objectNode();
    List<String> unknown = new ArrayList<>();
    for (String word : distinct(column)) {
      Optional<String> known = meaning.apply(word);
      known.ifPresent(what -> words.put(word, what));
      if (known.isEmpty()) {
        unknown.add("\"%s\" (%,d)".formatted(word, draft.table.count(column, word)));
      }
    }
    if (!words.isEmpty()) {
      draft.document.putObject(field).put("column", draft.name(column)).set("words", words);
    }
    if (!unknown.isEmpty()) {
      draft.open.add(
          "%s: what these words of %s mean, %s; rows of others are rejected: %s"
              .formatted(field, draft.name(column), expected, String.join(", ", unknown)));
    }
  }

  /** Words are compared without case. */
  private List<String> distinct(int column) {
    Set<String> seen = new HashSet<>();
    return draft.table.words(column, Integer.MAX_VALUE).stream()
        .filter(word -> seen.add(word.toLowerCase(Locale.ROOT)))
        .toList();
  }

  private void method() {
    Optional<Integer> column =
        draft.first(ColumnRole.METHOD).filter(found -> !draft.table.values(found).isEmpty());
    if (column.isEmpty()) {
      draft.open.add(
          "payment_method: no column is called so: one name for all of them, such as"
              + " \"payment_method\": \"card\", or {\"column\": \"NAME\"}");
      return;
    }
    draft.used.add(column.get());
    ObjectNode method =
        draft.document.putObject("payment_method").put("column", draft.name(column.get()));
    if (draft.table.values(column.get()).size() < draft.table.rows().size()) {
      method.put("otherwise", "unknown");
    }
    draft.others(ColumnRole.METHOD, column.get(), "payment_method");
  }

  private void currency() {
    Optional<Integer> column = draft.first(ColumnRole.CURRENCY);
    if (column.isEmpty()) {
      draft.notes.add(
          "currency: no column is called so; all of it counts as the deployment's, unless"
              + " \"currency\": \"EUR\" says another");
      return;
    }
    boolean codes =
        draft.table.values(column.get()).stream().allMatch(v -> v.matches("[A-Za-z]{3}"));
    if (codes) {
      draft.used.add(column.get());
      draft.document.putObject("currency").put("column", draft.name(column.get()));
    } else {
      draft.open.add(
          "currency: %s has other texts than codes of three letters: %s"
              .formatted(draft.name(column.get()), draft.shown(column.get())));
    }
  }

  private void status() {
    Optional<Integer> column =
        draft.first(ColumnRole.STATUS).filter(found -> !draft.table.values(found).isEmpty());
    if (column.isPresent()) {
      draft.used.add(column.get());
      words("status", column.get(), KnownWords::status, "approved, pending or declined");
      if (draft.table.values(column.get()).size() < draft.table.rows().size()) {
        draft.open.add(
            "status: what an empty cell of %s means".formatted(draft.name(column.get())));
      }
    }
  }

  /** A column that names each row, and no other one. */
  private void id() {
    Optional<Integer> column = draft.first(ColumnRole.ID);
    if (column.isEmpty()) {
      draft.notes.add("transaction_id: no column is called so");
      return;
    }
    List<String> ids = draft.table.values(column.get());
    boolean own =
        ids.size() == draft.table.rows().size() && new HashSet<>(ids).size() == ids.size();
    if (own && ids.stream().allMatch(id -> id.matches("[A-Za-z0-9._:-]{1,64}"))) {
      draft.document.putObject("transaction_id").put("column", draft.name(column.get()));
    } else {
      draft.notes.add(
          "transaction_id: %s is not taken, it is not in every row, or not another one in each"
              .formatted(draft.name(column.get())));
    }
  }

  private void end() {
    List<String> words = EndRows.words(whole);
    if (!words.isEmpty()) {
      words.forEach(draft.document.putObject("end").putArray("words")::add);
      draft.notes.add(
          "end: rows that begin with %s are skipped".formatted(String.join(", ", words)));
    }
  }
}
