package daybook.intake;

import daybook.core.port.Attempts;
import daybook.core.port.FieldCipher;
import daybook.core.port.IdempotencyKeys;
import daybook.core.port.PersonalTexts;
import daybook.core.port.Records;

/**
 * The stores that are written to.
 *
 * @param records the documents of transactions
 * @param attempts what did not become money
 * @param keys of requests
 * @param texts which documents have names and free text
 * @param cipher seals these
 */
public record IntakePorts(
    Records records,
    Attempts attempts,
    IdempotencyKeys keys,
    PersonalTexts texts,
    FieldCipher cipher) {}
