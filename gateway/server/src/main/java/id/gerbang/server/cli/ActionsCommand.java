package id.gerbang.server.cli;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.value.Type;
import id.gerbang.server.action.ShippedActions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gerbang actions}. */
@Command(
    name = "actions",
    description =
        "Lists what menus may do: for each action what it takes, what it answers and what each"
            + " answer gives. A step writes it as do: or list:.",
    mixinStandardHelpOptions = true)
final class ActionsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      defaultValue = "",
      paramLabel = "PART",
      description = "Only actions and sets whose name has this in it, for example agent.")
  private String part;

  @Override
  public Integer call() {
    String told = told(ShippedActions.catalog(Home.find().programme()), part);
    if (told.isEmpty()) {
      throw new IllegalArgumentException(
          "no action or set has \"" + part + "\" in its name; ./gerbang actions lists all");
    }
    System.out.print(told);
    return 0;
  }

  /** The catalogue's actions, then its sets, by name; empty when none has {@code part} in it. */
  static String told(ActionCatalog catalog, String part) {
    StringBuilder out = new StringBuilder(8_192);
    for (ActionSignature action : new TreeMap<>(catalog.actions()).values()) {
      if (action.name().contains(part)) {
        action(action, out);
      }
    }
    Map<String, List<String>> sets = new TreeMap<>(catalog.choiceSets());
    sets.keySet().removeIf(set -> !set.contains(part));
    if (!sets.isEmpty()) {
      out.append("What a choice may be of (type: choice, of: …)\n");
      sets.forEach((set, members) -> line(out, set, String.join(", ", members)));
    }
    return out.toString();
  }

  private static void action(ActionSignature action, StringBuilder out) {
    out.append(action.name()).append("   ");
    if (action.options() != null) {
      out.append("for list:");
    } else if (action.consequence()) {
      out.append("for do:, changes something; happens once, however often it is sent");
    } else {
      out.append("for do:, changes nothing");
    }
    out.append('\n');
    line(out, "takes", action.inputs().isEmpty() ? "nothing" : inputs(action));
    if (action.options() == null) {
      outcomes(action).forEach(answer -> line(out, "answers", answer));
    } else {
      line(out, "offers", name(action.options().value()));
      if (!action.options().fields().isEmpty()) {
        line(out, "prints", "{value}, " + braced(action.options().fields()));
      }
      line(out, "else", "none, " + ActionSignature.UNAVAILABLE);
    }
    out.append('\n');
  }

  private static void line(StringBuilder out, String what, String told) {
    out.append(String.format(Locale.ROOT, "  %-14s %s\n", what, told));
  }

  private static String inputs(ActionSignature action) {
    return typed(action.inputs(), action.optional());
  }

  private static String typed(Map<String, Type> types, Set<String> optional) {
    return new TreeMap<>(types)
        .entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + ": "
                        + name(entry.getValue())
                        + (optional.contains(entry.getKey()) ? " (may be unset)" : ""))
            .collect(Collectors.joining(", "));
  }

  private static String braced(Map<String, Type> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(entry -> "{" + entry.getKey() + "} " + name(entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static List<String> outcomes(ActionSignature action) {
    List<String> told = new ArrayList<>();
    for (String outcome : new TreeSet<>(action.outcomes().keySet())) {
      Map<String, Type> gives = action.outcomes().get(outcome);
      told.add(gives.isEmpty() ? outcome : outcome + ", gives " + typed(gives, Set.of()));
    }
    told.add(ActionSignature.UNAVAILABLE + ": nothing was changed, try again later");
    return told;
  }

  /** As a flow writes it under {@code learns:}. */
  private static String name(Type type) {
    return switch (type) {
      case Type.Simple simple -> simple.name().toLowerCase(Locale.ROOT);
      case Type.ChoiceOf(String set) -> "choice of " + set;
    };
  }
}
