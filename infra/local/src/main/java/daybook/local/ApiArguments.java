package daybook.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Arguments of a command that asks an API: that of a run, or any other that lets it in. */
abstract class ApiArguments extends RunArguments {

  private static final int BEFORE_STATE = 97;

  @Option(
      names = "--api",
      paramLabel = "URL",
      order = BEFORE_STATE,
      converter = Expected.HttpUrl.class,
      description = "another API than the run's, such as http://localhost:3000")
  private Optional<URI> api = Optional.empty();

  /**
   * @param home folder of the project, whose run is meant unless another one is named
   */
  ApiArguments(Path home) {
    super(home);
  }

  @Override
  protected List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (api.isPresent() && isState()) {
      problems.add("--api and --state name two places: expected one of them");
    }
    return problems;
  }

  /** Whether an address was given. */
  final boolean isApi() {
    return api.isPresent();
  }

  /**
   * The API that is meant.
   *
   * @throws FailureException if it is that of a run, and there is none
   */
  final ApiClient api() throws FailureException {
    return api.isPresent()
        ? new ApiClient(api.get())
        : ApiClient.ofRun(state(), Commands.of(home(), state()));
  }
}
