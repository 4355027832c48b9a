package id.gerbang.server;

import id.gerbang.server.cli.GerbangCommand;

/** Where the process begins. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(GerbangCommand.run(arguments));
  }
}
