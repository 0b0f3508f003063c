package daybook.api;

import daybook.core.port.Attempts;
import daybook.core.port.FieldCipher;
import daybook.core.port.ImportPins;
import daybook.core.port.Records;
import daybook.core.port.TransactionLists;
import java.util.Optional;

/**
 * The stores of single transactions.
 *
 * @param records by id
 * @param attempts what did not become money
 * @param lists the same in their orders
 * @param pins the imports that rows came from
 * @param cipher opens names and free text; empty where there are no keys
 */
record TransactionPorts(
    Records records,
    Attempts attempts,
    TransactionLists lists,
    ImportPins pins,
    Optional<FieldCipher> cipher) {}
