package daybook.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What is wrong with a file or folder, in words for whoever named its place: the exceptions of
 * {@code java.nio.file} say most of it by their class alone.
 */
public final class FileProblem {

  private FileProblem() {}

  /**
   * The place, where the exception knows it, and what was found there, such as {@code /x/data is a
   * file, expected a folder}.
   */
  public static String of(IOException e) {
    String found = found(e);
    if (e instanceof FileSystemException failure && failure.getFile() != null) {
      return failure.getFile() + found;
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String found(IOException e) {
    if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
      return " is a file, expected a folder";
    }
    if (e instanceof NoSuchFileException) {
      return " is not there";
    }
    if (e instanceof AccessDeniedException) {
      return " may not be read or written";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return " is a folder that is not empty";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : null;
    return ": " + (reason == null ? e.getClass().getSimpleName() : reason);
  }
}
