package id.gerbang.server.cli;

import id.gerbang.server.commission.CommissionFile;
import id.gerbang.server.commission.CommissionRules;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.signal.Rule;
import id.gerbang.server.signal.SignalFile;
import id.gerbang.server.signal.Threshold;
import java.util.Map;

/** What the files of figures in {@code config} say. */
record Figures(Programme programme, CommissionRules commission, Map<Rule, Threshold> signals) {

  /**
   * @throws ProgrammeFile.Mistake when one of them is missing or wrong
   */
  static Figures read(Home home) {
    return new Figures(
        ProgrammeFile.read(home.programme()),
        CommissionFile.read(home.commission()),
        SignalFile.read(home.signals()));
  }
}
