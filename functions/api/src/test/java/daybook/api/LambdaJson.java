package daybook.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Events and answers in the form they cross Lambda's border in, by Lambda's own serializers. */
final class LambdaJson {

  /** Tests run in the folder of their module. */
  static final Path EVENTS = Path.of("..", "..", "events");

  private LambdaJson() {}

  /** The event that a file of {@code events/} holds, without its ending. */
  static APIGatewayV2HTTPEvent event(String name) throws IOException {
    try (InputStream json = Files.newInputStream(EVENTS.resolve(name + ".json"))) {
      return serializer(APIGatewayV2HTTPEvent.class).fromJson(json);
    }
  }

  /** What the gateway gets. */
  static JsonNode answer(APIGatewayV2HTTPResponse response) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    serializer(APIGatewayV2HTTPResponse.class).toJson(response, bytes);
    return new ObjectMapper().readTree(bytes.toByteArray());
  }

  /** Chosen as Lambda's runtime chooses. */
  private static <T> PojoSerializer<T> serializer(Class<T> type) {
    return LambdaEventSerializers.isLambdaSupportedEvent(type.getName())
        ? LambdaEventSerializers.serializerFor(type, type.getClassLoader())
        : JacksonFactory.getInstance().getSerializer(type);
  }
}
