package id.gerbang.server.ops.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that a gateway keeps its embedded stores on. Its lock belongs to one live process; the
 * operating system frees it when that process dies, however it dies.
 */
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Another live gateway works on the folder. */
  public static final class InUse extends RuntimeException {
    InUse(Path path) {
      super(
          path
              + " is in use by another running gateway; stop that one, or give this one its own"
              + " folder by --data or GERBANG_DATA");
    }
  }

  /**
   * Takes the folder, making it if needed.
   *
   * @throws InUse when another live gateway holds it
   */
  public static DataFolder take(Path path) {
    FileChannel channel = null;
    try {
      Files.createDirectories(path);
      channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new InUse(path);
      }
      return new DataFolder(path.toRealPath(), channel);
    } catch (OverlappingFileLockException e) {
      throw new InUse(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the data folder " + path, e);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
