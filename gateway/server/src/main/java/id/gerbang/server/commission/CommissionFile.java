package id.gerbang.server.commission;

import id.gerbang.server.billing.FirstContribution;
import id.gerbang.server.contribution.Figure;
import id.gerbang.server.contribution.ProgrammeYaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads {@code config/commission.yaml}. A mistake stops the start with file:line and what was
 * expected.
 */
public final class CommissionFile {
  private static final List<String> PARTS =
      List.of(
          "new_with_two",
          "new_with_three",
          "least_new",
          "early_percent",
          "early_months",
          "late_percent",
          "late_months",
          "tax_per_mille",
          "issued_on",
          "paid_by",
          "first_contribution");

  /** Ten million; more for one participant is a slip of the hand. */
  private static final long MOST_RUPIAH = 10_000_000;

  private static final int MOST_NEW = 10_000;
  private static final int MOST_MONTHS = 600;
  private static final int HUNDRED = 100;
  private static final int THOUSAND = 1_000;

  /** Every month has it. */
  private static final int LAST_DAY = 28;

  private final ProgrammeYaml yaml;

  private CommissionFile(Path file) {
    this.yaml = new ProgrammeYaml(file);
  }

  /**
   * @throws id.gerbang.server.contribution.ProgrammeFile.Mistake when the file is missing or wrong
   */
  public static CommissionRules read(Path file) {
    return new CommissionFile(file).read();
  }

  private CommissionRules read() {
    Map<String, Node> root = yaml.map(yaml.root(), Set.copyOf(PARTS), PARTS);
    Figure earlyMonths = yaml.figure(root.get("early_months"), MOST_MONTHS);
    Figure lateMonths = yaml.figure(root.get("late_months"), MOST_MONTHS);
    if (lateMonths.first() < earlyMonths.first()) {
      throw yaml.mistake(root.get("late_months"), "late_months is less than early_months");
    }
    Figure issuedOn = day(root.get("issued_on"));
    Figure paidBy = day(root.get("paid_by"));
    if (paidBy.first() < issuedOn.first()) {
      throw yaml.mistake(root.get("paid_by"), "paid_by is before issued_on");
    }
    FirstContribution first = first(root.get("first_contribution"));
    return new CommissionRules(
        yaml.figure(root.get("new_with_two"), MOST_RUPIAH),
        yaml.figure(root.get("new_with_three"), MOST_RUPIAH),
        yaml.figure(root.get("least_new"), MOST_NEW),
        yaml.figure(root.get("early_percent"), HUNDRED),
        earlyMonths,
        yaml.figure(root.get("late_percent"), HUNDRED),
        lateMonths,
        yaml.figure(root.get("tax_per_mille"), THOUSAND),
        issuedOn,
        paidBy,
        first,
        yaml.unconfirmed());
  }

  private Figure day(Node node) {
    Figure day = yaml.figure(node, LAST_DAY);
    if (day.first() < 1 || day.changes().stream().anyMatch(change -> change.value() < 1)) {
      throw yaml.mistake(node, "expected a day of the month, 1 to " + LAST_DAY);
    }
    return day;
  }

  private FirstContribution first(Node node) {
    Map<String, Node> parts =
        yaml.map(node, Set.of("value", "source", "verify"), List.of("value", "source"));
    yaml.marked(parts);
    return FirstContribution.labelled(yaml.text(parts.get("value")))
        .orElseThrow(() -> yaml.mistake(parts.get("value"), "expected direct or agent_system"));
  }
}
