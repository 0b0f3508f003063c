package daybook.faults.simulation;

import daybook.core.port.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invocation as a plain value, which can be copied. A function is deterministic but for the
 * replies that it gets and the clock; so for each reply that comes in, it is run again from its
 * beginning over all replies so far, up to the first command that has none.
 */
final class ReplayedInvocation extends Invocation {

  private final Body body;

  /** What the clocks showed at the beginning, then the replies. */
  private final List<Answer> answers;

  /** Begins now, up to the first command. */
  ReplayedInvocation(String name, Body body, World world) {
    super(name);
    this.body = body;
    this.answers = new ArrayList<>();
    resume(new Answer(null, null, world.now(), world.elapsedMs()));
  }

  private ReplayedInvocation(ReplayedInvocation other) {
    super(other);
    this.body = other.body;
    this.answers = new ArrayList<>(other.answers);
  }

  /** Another one that stands at the same command. */
  ReplayedInvocation copy() {
    return new ReplayedInvocation(this);
  }

  @Override
  void resume(Answer answer) {
    answers.add(answer);
    Replay replay = new Replay();
    try {
      body.run(replay);
      end(null);
    } catch (Suspended e) {
      hold(replay.wanted);
    } catch (StoreException e) {
      end(e);
    }
  }

  @Override
  void abandon() {
    end(null);
  }

  /** One run over the replies so far. */
  private final class Replay implements Steps {
    private int taken;
    private @Nullable Step<?> wanted;

    @Override
    public <T> T take(Step<T> step) {
      if (taken == answers.size() - 1) {
        wanted = step;
        throw new Suspended();
      }
      taken++;
      return answers.get(taken).to(step);
    }

    @Override
    public Instant now() {
      return answers.get(taken).now();
    }

    @Override
    public long elapsedMs() {
      return answers.get(taken).elapsedMs();
    }

    @Override
    public String name() {
      return ReplayedInvocation.this.name();
    }
  }
}
