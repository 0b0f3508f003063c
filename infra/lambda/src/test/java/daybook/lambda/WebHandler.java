package daybook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function behind the HTTP API: answers with its event, or throws, hangs, or answers with what
 * was posted to it, as the path says.
 */
public final class WebHandler implements RequestStreamHandler {

  private static final Pattern BODY = Pattern.compile("\"body\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    output.write(answer(event).getBytes(StandardCharsets.UTF_8));
  }

  private static String answer(String event) {
    if (event.contains("\"rawPath\":\"/throw\"")) {
      throw new IllegalStateException("asked to");
    }
    if (event.contains("\"rawPath\":\"/hang\"")) {
      hang();
    }
    Matcher body = BODY.matcher(event);
    if (event.contains("\"rawPath\":\"/answer\"") && body.find()) {
      return unescape(body.group(1));
    }
    return event;
  }

  /** No JSON library is on the class path of this function. */
  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
