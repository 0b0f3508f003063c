package daybook.mongodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.Form;
import daybook.core.protocol.FurtherFields;
import java.util.Collection;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Further fields as parts of documents, where they are what they are in JSON: texts, truth values,
 * 64-bit integers, doubles, nothing, lists and documents. A value of another type would come back
 * as something else, so it needs a form of its own.
 */
final class FurtherDocuments {

  private FurtherDocuments() {}

  /**
   * Makes sure that a document is of a form that this version knows.
   *
   * @param what the document, for operators
   * @throws UnknownFormException if it is of a later one
   */
  static void requireKnownForm(String what, BsonDocument document) {
    requireKnownForm(what, document, Form.NEWEST);
  }

  /** The same for a reader that understands other forms. */
  static void requireKnownForm(String what, BsonDocument document, int newestForm) {
    BsonValue form = document.get(Form.FIELD);
    if (form != null) {
      long number =
          form.isString()
              ? Long.parseLong(form.asString().getValue())
              : form.asNumber().longValue();
      Form.require(what, number, newestForm);
    }
  }

  /** What a document of one value holds beside these fields. */
  static FurtherFields of(BsonDocument document, Collection<String> known) {
    return FurtherFields.of(beside(document, known));
  }

  /** The same for a document that has gathered those of several values. */
  static FurtherFields gathered(BsonDocument document, Collection<String> known) {
    return FurtherFields.gathered(beside(document, known));
  }

  private static ObjectNode beside(BsonDocument document, Collection<String> known) {
    ObjectNode further = JsonNodeFactory.instance.objectNode();
    document.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            further.set(name, json(name, value));
          }
        });
    return further;
  }

  /** What a document of one value holds beside these fields, where only texts can be handed on. */
  static FurtherFields texts(BsonDocument document, Collection<String> known) {
    document.forEach(
        (name, value) -> {
          if (!known.contains(name) && !value.isString()) {
            throw unknown(name, value);
          }
        });
    return of(document, known);
  }

  /** Writes them behind the others. */
  static void append(BsonDocument document, FurtherFields further) {
    further
        .object()
        .properties()
        .forEach(
            field -> {
              if (document.containsKey(field.getKey())) {
                throw new UnknownFormException(
                    "a value", "a further field has the name " + field.getKey());
              }
              document.append(field.getKey(), bson(field.getValue()));
            });
  }

  private static JsonNode json(String name, BsonValue value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value.getBsonType()) {
      case STRING -> nodes.textNode(value.asString().getValue());
      case BOOLEAN -> nodes.booleanNode(value.asBoolean().getValue());
      case INT32, INT64 -> nodes.numberNode(value.asNumber().longValue());
      case DOUBLE -> nodes.numberNode(value.asDouble().getValue());
      case NULL -> nodes.nullNode();
      case ARRAY -> {
        ArrayNode array = nodes.arrayNode();
        value.asArray().forEach(element -> array.add(json(name, element)));
        yield array;
      }
      case DOCUMENT -> {
        ObjectNode object = nodes.objectNode();
        value.asDocument().forEach((field, part) -> object.set(field, json(field, part)));
        yield object;
      }
      default -> throw unknown(name, value);
    };
  }

  private static UnknownFormException unknown(String name, BsonValue value) {
    return new UnknownFormException(
        "a document", "a further field " + name + " of type " + value.getBsonType());
  }

  private static BsonValue bson(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> new BsonString(value.textValue());
      case BOOLEAN -> BsonBoolean.valueOf(value.booleanValue());
      case NULL -> BsonNull.VALUE;
      case NUMBER ->
          value.isIntegralNumber() && value.canConvertToLong()
              ? new BsonInt64(value.longValue())
              : new BsonDouble(value.doubleValue());
      case ARRAY -> {
        BsonArray array = new BsonArray();
        value.forEach(element -> array.add(bson(element)));
        yield array;
      }
      case OBJECT -> {
        BsonDocument document = new BsonDocument();
        value.properties().forEach(part -> document.append(part.getKey(), bson(part.getValue())));
        yield document;
      }
      default -> throw new IllegalArgumentException("no JSON: " + value);
    };
  }
}
