package id.gerbang.engine.proof;

import id.gerbang.engine.book.Step;
import id.gerbang.engine.text.Lexicon;
import java.util.ArrayList;
import java.util.List;

/** The keys of the texts that a step's own screen prints in a language. */
final class StepTexts {
  private StepTexts() {}

  static List<String> of(Lexicon lexicon, String flow, Step step) {
    String key = flow + "." + step.name();
    List<String> keys = new ArrayList<>();
    switch (step) {
      case Step.Menu menu -> {
        keys.add(lexicon.body(key));
        menu.options().keySet().forEach(option -> keys.add(key + "." + option));
      }
      case Step.Ask ask -> {
        keys.add(lexicon.body(key));
        ask.or().keySet().forEach(option -> keys.add(key + "." + option));
        keys.add(key + ".mistake");
      }
      case Step.Listing list -> {
        keys.add(lexicon.body(key));
        keys.add(key + ".option");
        list.or().keySet().forEach(option -> keys.add(key + "." + option));
      }
      case Step.Say _ -> keys.add(lexicon.body(key));
      case Step.End end -> {
        if (!end.returns()) {
          keys.add(lexicon.body(key));
        }
      }
      case Step.Do _, Step.When _, Step.Run _ -> {}
    }
    return keys.stream().filter(lexicon::has).toList();
  }
}
