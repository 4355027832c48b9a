package id.gerbang.server.drawing;

import java.util.List;

/**
 * What is drawn of a flow: a box for each step, an arrow for each way from one to another.
 *
 * @param boxes in the order of the file
 */
public record FlowPicture(String flow, String about, List<Box> boxes, List<Arrow> arrows) {
  public FlowPicture {
    boxes = List.copyOf(boxes);
    arrows = List.copyOf(arrows);
  }

  /** What a step is, and so the shape of its box. */
  public enum Kind {
    MENU,
    LIST,
    QUESTION,
    READING,
    ACT,
    CHOICE,
    /** Only a sentence on the way to the next screen. */
    NOTICE,
    /** Another flow. */
    FLOW,
    /** The conversation ends here. */
    END,
    /** Goes back to the flow that ran this one. */
    RETURN
  }

  /**
   * @param step its name in the flow
   * @param words what a reader knows it by: what the phone shows, or what it does
   * @param start whether the flow begins here
   */
  public record Box(String step, Kind kind, String words, boolean start) {}

  /**
   * All ways from one step to another.
   *
   * @param from a step's name
   * @param to a step's name
   * @param outcomes what leads this way; empty for the usual way on
   */
  public record Arrow(String from, String to, List<String> outcomes) {
    public Arrow {
      outcomes = List.copyOf(outcomes);
    }
  }
}
