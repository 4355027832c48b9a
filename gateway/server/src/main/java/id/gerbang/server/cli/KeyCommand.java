package id.gerbang.server.cli;

import id.gerbang.server.crypt.Keyset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code gerbang key}. */
@Command(
    name = "key",
    description =
        "Prints a fresh keyset for GERBANG_KEYSET. Keep it where secrets are kept: without it,"
            + " nothing personal can be read again.",
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(Keyset.generate().secret());
    return 0;
  }
}
