package daybook.faults.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * As much of a server's protocol as it takes to know where a request ends and where its reply ends.
 * One for each connection: requests and replies come in turn. Not safe for threads.
 */
interface Wire {

  /** Longest request or reply, in bytes: what a test sends is far below. */
  int MESSAGE_BYTES_MAX = 64 * 1024 * 1024;

  /**
   * What a client sent.
   *
   * @param name what it asks for, for people
   * @param bytes the whole of it, as it goes to the server
   * @param counts whether it is a command of the function; shaking hands and asking whether the
   *     server is there have no effect and are none
   * @param answered whether the server replies to it
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
  record Request(String name, byte[] bytes, boolean counts, boolean answered) {}

  /**
   * Reads a whole request.
   *
   * @return empty at the end of the stream
   * @throws IOException if the stream fails or ends within a request
   */
  Optional<Request> request(InputStream in) throws IOException;

  /**
   * Reads the whole reply to a request.
   *
   * @throws IOException if the stream fails or ends within the reply
   */
  byte[] reply(InputStream in, Request request) throws IOException;
}
