package id.gerbang.server.action;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.contribution.ProgrammeFile;
import java.nio.file.Path;
import java.time.ZoneOffset;

/**
 * The catalogue of what this version can do, without anything that does it: to check menus where no
 * store runs.
 */
public final class ShippedActions {
  private ShippedActions() {}

  /**
   * @param programme {@code config/programme.yaml}, for the members of the closed sets
   */
  public static ActionCatalog catalog(Path programme) {
    Programme figures = ProgrammeFile.read(programme);
    // The actions are made but never run: their signatures are all that is read.
    return new Actions(
            figures,
            new EnrolmentActions(null, null, null).all(),
            new ClaimActions(null, null, ZoneOffset.UTC).all(),
            new SubjectActions(null).all(),
            new AgentActions(null, null, null, null).all(),
            new EntryActions(null, null).all(),
            new DirectoryActions(null, null, figures, ZoneOffset.UTC).all(),
            new SubscriberActions(null).all(),
            new ChatActions(null).all(),
            new InstitutionActions(null).all(),
            new ContributionActions(null, figures, ZoneOffset.UTC).all(),
            new BillingActions(null, figures).all(),
            new DepositActions(null, ZoneOffset.UTC).all())
        .catalog();
  }
}
