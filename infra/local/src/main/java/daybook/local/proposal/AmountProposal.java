package daybook.local.proposal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.reading.value.AmountFormat.Grouping;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Proposes which columns say how much it was, and in which form. */
final class AmountProposal {

  private static final Map<Grouping, String> GROUPINGS =
      Map.of(
          Grouping.COMMA, ",", Grouping.POINT, ".", Grouping.APOSTROPHE, "'", Grouping.BLANK, " ");

  /** How people write some currencies beside their signs and codes. */
  private static final Set<String> CURRENCY_WORDS =
      Set.of(
          "KR", "K\u010c", "Z\u0141", "FT", "LEI", "LV", "RS", "RP", "FR", "SFR", "R$", "RM", "TL");

  /** Names of columns whose amounts are a hundred times what they seem. */
  private static final Pattern MINOR_UNITS =
      Pattern.compile("(?i)cents|minor.?unit|pence|centimes|c\u00e9ntimos");

  private final Draft draft;

  AmountProposal(Draft draft) {
    this.draft = draft;
  }

  /** How much; whether the sign or one of two columns says which way it went. */
  boolean propose() {
    Optional<Integer> credit = numeric(ColumnRole.CREDIT);
    Optional<Integer> debit = numeric(ColumnRole.DEBIT);
    if (credit.isPresent() && debit.isPresent() && !credit.equals(debit)) {
      List<String> values = new ArrayList<>(draft.table.values(credit.get()));
      values.addAll(draft.table.values(debit.get()));
      draft.used.addAll(List.of(credit.get(), debit.get()));
      form(AmountSniffer.of(values), values, List.of(credit.get(), debit.get()))
          .ifPresent(
              form -> {
                ObjectNode amount = draft.document.putObject("amount");
                amount
                    .put("credit", draft.name(credit.get()))
                    .put("debit", draft.name(debit.get()));
                strip(amount, form);
                if (form.signed()) {
                  draft.open.add(
                      "amount: %s or %s has amounts below zero, and such rows are rejected: leave"
                              .formatted(draft.name(credit.get()), draft.name(debit.get()))
                          + " their minus out, or give one column with \"signed\": true");
                }
              });
      return true;
    }
    Optional<Integer> column = numeric(ColumnRole.AMOUNT);
    if (column.isEmpty()) {
      openAmount();
      return false;
    }
    draft.used.add(column.get());
    draft.others(ColumnRole.AMOUNT, column.get(), "amount");
    List<String> values = draft.table.values(column.get());
    AmountSniffer.Found found = AmountSniffer.of(values);
    Optional<AmountSniffer.Form> taken = form(found, values, List.of(column.get()));
    taken.ifPresent(
        form -> {
          ObjectNode amount =
              draft.document.putObject("amount").put("column", draft.name(column.get()));
          if (form.signed()) {
            amount.put("signed", true);
          }
          strip(amount, form);
        });
    return found.isSigned();
  }

  private Optional<Integer> numeric(ColumnRole role) {
    return role.columns(draft.table).stream()
        .filter(column -> !draft.used.contains(column) && !isMinorUnits(column))
        .filter(column -> AmountSniffer.of(draft.table.values(column)).fits())
        .findFirst();
  }

  private boolean isMinorUnits(int column) {
    return MINOR_UNITS.matcher(draft.name(column)).find();
  }

  private void openAmount() {
    List<String> names = new ArrayList<>();
    for (int column = 0; column < draft.table.header().size(); column++) {
      boolean free = !draft.used.contains(column);
      if (free && isMinorUnits(column)) {
        draft.notes.add(
            ("amount: %s is not taken: by its name it has cents, and no mapping divides by 100;"
                    + " write them as units first")
                .formatted(draft.name(column)));
      } else if (free && AmountSniffer.of(draft.table.values(column)).fits()) {
        names.add(draft.name(column));
      }
    }
    draft.open.add(
        names.isEmpty()
            ? "amount: no column has numbers of one form in all of the first rows"
            : "amount: which of these columns says how much it was: " + String.join(", ", names));
    for (ColumnRole role : List.of(ColumnRole.AMOUNT, ColumnRole.CREDIT, ColumnRole.DEBIT)) {
      draft.misfit(role, "amount", values -> AmountSniffer.of(values).fits());
    }
  }

  /** How amounts are written, which is a matter of the whole file. */
  private Optional<AmountSniffer.Form> form(
      AmountSniffer.Found found, List<String> values, List<Integer> columns) {
    if (found.form().isEmpty() && !found.candidates().isEmpty()) {
      draft.open.add(
          ("amount: %s in %s may be %s (\"decimal\": \".\") or %s (\"decimal\": \",\" with"
                  + " \"grouping\": \".\"), beside \"amount\": %s")
              .formatted(
                  found.example(),
                  columns.stream().map(draft::name).collect(Collectors.joining(" or ")),
                  AmountSniffer.read(found.candidates().get(0), found.example()),
                  AmountSniffer.read(found.candidates().get(1), found.example()),
                  field(columns, found.isSigned())));
    }
    if (values.stream().allMatch(value -> value.matches("[-+]?\\d{3,}"))) {
      draft.notes.add(
          ("amount: %s is a whole number in all of the first rows; if it is in cents, divide it"
                  + " first: it counts as it stands, a hundred times as much")
              .formatted(draft.name(columns.get(0))));
    }
    Optional<AmountSniffer.Form> unsure = found.form().filter(form -> !form.isSure(values));
    if (unsure.isPresent()) {
      openThousands(unsure.get(), values, columns);
      return Optional.empty();
    }
    found
        .form()
        .ifPresent(
            form -> {
              if (form.decimal() != '.') {
                draft.document.put("decimal", String.valueOf(form.decimal()));
              }
              Optional.ofNullable(GROUPINGS.get(form.grouping()))
                  .ifPresent(mark -> draft.document.put("grouping", mark));
            });
    return found.form();
  }

  /** There are currencies of three decimals, and programs that write as many of any. */
  private void openThousands(AmountSniffer.Form form, List<String> values, List<Integer> columns) {
    String example = values.stream().filter(form::isGrouped).findFirst().orElse(values.get(0));
    draft.open.add(
        ("amount: %s in %s is %s if \"%s\" stands between thousands (\"decimal\": \"%s\" with"
                + " \"grouping\": \"%s\"), beside \"amount\": %s; if three decimals follow it, write"
                + " the file with two")
            .formatted(
                example,
                columns.stream().map(draft::name).collect(Collectors.joining(" or ")),
                AmountSniffer.read(form, example),
                GROUPINGS.get(form.grouping()),
                form.decimal(),
                GROUPINGS.get(form.grouping()),
                field(columns, form.signed())));
  }

  private String field(List<Integer> columns, boolean signed) {
    String sign = signed ? ", \"signed\": true" : "";
    return columns.size() == 1
        ? "{\"column\": \"%s\"%s}".formatted(draft.name(columns.get(0)), sign)
        : "{\"credit\": \"%s\", \"debit\": \"%s\"}"
            .formatted(draft.name(columns.get(0)), draft.name(columns.get(1)));
  }

  /** Any other word, such as {@code DR} or {@code k}, changes what the number means. */
  private static boolean isCurrency(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    return word.codePoints().allMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL)
        || CURRENCY_WORDS.contains(upper)
        || Currency.getAvailableCurrencies().stream()
            .anyMatch(currency -> currency.getCurrencyCode().equals(upper));
  }

  private void strip(ObjectNode amount, AmountSniffer.Form form) {
    String words = String.join(", ", form.strip());
    boolean several = form.strip().size() > 1 && draft.first(ColumnRole.CURRENCY).isEmpty();
    boolean others = !form.strip().stream().allMatch(AmountProposal::isCurrency);
    if (several || others) {
      draft.open.add(
          ("amount: %s beside numbers may say which currency it is, or which way it went, and"
                  + " no mapping reads it there: put it into a column of its own, or give \"strip\""
                  + " if it means nothing")
              .formatted(words));
      draft.document.remove("amount");
    } else if (!form.strip().isEmpty()) {
      form.strip().forEach(amount.putArray("strip")::add);
      draft.notes.add(
          "amount: %s is left out beside numbers, whatever it says: see \"currency\""
              .formatted(words));
    }
  }
}
