package daybook.api;

import daybook.core.port.Checkpoints;
import daybook.core.port.Ledger;
import daybook.core.port.MappingArchive;
import daybook.core.port.RejectsFiles;
import daybook.core.port.SourceObjects;
import daybook.core.port.TransactionQueue;
import daybook.core.port.Uploads;
import java.util.Optional;

/**
 * The stores that are read.
 *
 * @param stats totals
 * @param queue the imports that run
 * @param ledger those that have ended
 * @param checkpoints when the last dump was
 * @param archive the mappings that they were read by
 * @param objects what was imported
 * @param rejects what of it was not
 * @param uploads where more goes; empty where nobody may upload
 * @param transactions single ones; empty where nobody may read them
 */
record ApiPorts(
    Stats stats,
    TransactionQueue queue,
    Ledger ledger,
    Checkpoints checkpoints,
    MappingArchive archive,
    SourceObjects objects,
    RejectsFiles rejects,
    Optional<Uploads> uploads,
    Optional<TransactionPorts> transactions) {}
