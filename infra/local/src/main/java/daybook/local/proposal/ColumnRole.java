package daybook.local.proposal;

import daybook.reading.HeaderNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a column may be, by the names that exports of several languages give it. */
enum ColumnRole {
  /** Date and time in one, or the date alone; a payment's own before that of booking. */
  TIMESTAMP(
      "timestamp, datetime, created, created utc, created at, creation date, "
          + "transaction date, txn date, trans date, date time, date, transaction time, payment date, "
          + "completed date, paid at, sold at, processed at, booking date, posting date, "
          + "posted, started date, day, time, when, datum, buchungstag, buchungsdatum, "
          + "zeitpunkt, zeitstempel, erstellt, transaktionsdatum, belegdatum, tag, valuta, "
          + "valutadatum, wertstellung, date operation, date de transaction, date comptable, "
          + "fecha, fecha operación, fecha valor, fecha y hora, data, data operazione, "
          + "data ora, data contabile, boekdatum, transactiedatum, data da transação, "
          + "data do pagamento, data transakcji, data operacji, päiväys, kirjauspäivä, dato, "
          + "bokföringsdag, tarih"),
  /** The time of day beside a date. */
  TIME_OF_DAY("time, hour, uhrzeit, zeit, heure, hora, ora, tijd, tijdstip, godzina, tid, saat"),
  ZONE("time zone, timezone, zone, zeitzone, fuseau horaire, zona horaria, fuso orario, tijdzone"),
  AMOUNT(
      "amount, gross, gross amount, transaction amount, payment amount, amount paid, "
          + "value, total, sum, paid, net, net amount, betrag, brutto, bruttobetrag, umsatz, "
          + "summe, wert, netto, montant, montant ttc, somme, valeur, importe, "
          + "importe total, monto, cantidad, importo, somma, valore, ammontare, bedrag, "
          + "transactiebedrag, waarde, valor, quantia, kwota, suma, summa, belopp, beløp, "
          + "beløb, määrä, tutar, price, preis, prix, precio"),
  CREDIT(
      "credit, credit amount, money in, paid in, amount in, in, received, deposits, "
          + "haben, gutschrift, einzahlung, eingang, eingänge, crédit, encaissement, "
          + "recettes, abono, haber, ingreso, ingresos, avere, entrate, accrediti, bij, "
          + "ontvangen, crédito, entrada, uznania, wpływy, gross credit"),
  DEBIT(
      "debit, debit amount, money out, paid out, amount out, out, spent, withdrawals, "
          + "soll, belastung, auszahlung, ausgang, ausgänge, lastschrift, débit, "
          + "décaissement, dépenses, cargo, debe, gasto, gastos, dare, uscite, addebiti, af, "
          + "uitgegeven, débito, saída, obciążenia, wydatki, gross debit"),
  TYPE(
      "type, transaction type, direction, debit credit, credit debit, dr cr, cr dr, "
          + "kind, category, reporting category, event, movement, art, typ, transaktionsart, "
          + "buchungsart, umsatzart, richtung, soll haben, soll haben kennzeichen, soll haben kz, "
          + "s h, s h kennzeichen, d c, c d, sens, type opération, "
          + "type de transaction, nature, tipo, tipo de operación, tipo de movimiento, "
          + "tipo movimento, segno, soort, af bij, mutatiesoort, tipo de transação, rodzaj, "
          + "typ transakcji"),
  METHOD(
      "payment method, payment method type, payment method name, method, payment type, "
          + "payment, tender, tender type, instrument, channel, pay type, paid by, how, "
          + "zahlungsart, zahlart, zahlungsmethode, zahlungsmittel, zahlungsweise, "
          + "bezahlt mit, moyen de paiement, mode de paiement, mode de règlement, "
          + "método de pago, forma de pago, medio de pago, metodo di pagamento, "
          + "modalità di pagamento, betaalmethode, betaalwijze, betaalmiddel, "
          + "forma de pagamento, método de pagamento, metoda płatności, sposób płatności, "
          + "betalningssätt, card type, card brand"),
  CURRENCY(
      "currency, currency code, curr, ccy, cur, amount currency, gross currency, "
          + "transaction currency, währung, waehrung, devise, monnaie, moneda, divisa, "
          + "valuta, munt, muntsoort, moeda, waluta, valuutta"),
  STATUS(
      "status, state, payment status, transaction status, financial status, result, "
          + "outcome, zustand, zahlungsstatus, statut, état, estado, stato, esito, toestand, "
          + "situação, stan"),
  ID(
      "transaction id, id, payment id, balance transaction id, txn id, charge id, "
          + "reference, reference id, transaction reference, transaction number, receipt, "
          + "receipt number, order id, uuid, transaktionsnummer, transaktionscode, "
          + "transaktions id, referenz, beleg, belegnummer, identifiant, référence, "
          + "numéro de transaction, identificador, referencia, riferimento, kenmerk, "
          + "transactienummer, referência, numer transakcji");

  @SuppressWarnings("ImmutableEnumChecker") // made by toList
  private final List<String> names;

  ColumnRole(String names) {
    this.names = Stream.of(names.split(", ")).map(HeaderNames::normal).toList();
  }

  /** Columns that are called so, what is likeliest first; a bracket behind a name means nothing. */
  List<Integer> columns(SniffedTable table) {
    List<Integer> found = new ArrayList<>();
    for (int column = 0; column < table.header().size(); column++) {
      if (rank(table.header().get(column)) < names.size() && !table.isDoubled(column)) {
        found.add(column);
      }
    }
    found.sort(Comparator.comparingInt(column -> rank(table.header().get(column))));
    return found;
  }

  private int rank(String name) {
    String plain = name.replaceFirst("\\s*[(\\[].*", "").replace("/", " ");
    int rank = names.indexOf(HeaderNames.normal(plain));
    return rank < 0 ? names.size() : rank;
  }
}
