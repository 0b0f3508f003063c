package daybook.faults.simulation;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.MappingRef;
import java.util.List;
import java.util.Optional;

/** The rejects bucket, one command at a time. */
class SteppedRejects implements Rejects {

  private final Steps steps;

  SteppedRejects(Steps steps) {
    this.steps = steps;
  }

  @Override
  public void putPart(ImportId id, Optional<MappingRef> mapping, long from, List<Row> rows) {
    List<Row> put = List.copyOf(rows);
    steps.take(
        Step.of(
            "putPart",
            () -> "puts rejects of " + Texts.of(id) + " from byte " + from,
            world -> {
              world.decide(
                  Decision.rejects(steps.name(), id, put.stream().map(Row::offset).toList()));
              world.rejects().putPart(id, mapping, from, put);
              return true;
            }));
  }

  @Override
  public void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    steps.take(
        Step.of(
            "compose",
            () -> "composes the rejects of " + Texts.of(id),
            world -> {
              world.rejects().compose(id, mapping, end);
              return true;
            }));
  }

  @Override
  public String location(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return "s3://rejects/" + Rejects.folder(id, mapping);
  }
}
