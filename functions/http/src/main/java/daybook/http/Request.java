package daybook.http;

import java.util.Map;

/**
 * A request.
 *
 * @param method in capitals
 * @param path without query
 * @param parameters decoded; several values of one joined by commas
 * @param preflight whether a browser asks on behalf of a page whether it may ask
 * @param acceptEncoding the header, empty where there is none
 * @param ifNoneMatch the header, empty where there is none
 */
public record Request(
    String method,
    String path,
    Map<String, String> parameters,
    boolean preflight,
    String acceptEncoding,
    String ifNoneMatch) {}
