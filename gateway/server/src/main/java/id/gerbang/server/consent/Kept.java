package id.gerbang.server.consent;

/**
 * What is not erased although it was asked, and why: whoever asks is told so.
 *
 * @param what it is, without anything personal: {@code report D7K2Q9}
 */
public record Kept(String what, Why why) {
  /** The duty to keep it. */
  public enum Why {
    /** Report and follow-up of an accident or a death are a duty until it is decided (R18, R19). */
    CLAIM_OPEN("the claim is not decided yet; it can be erased when it is"),
    /** As the rest of a membership. */
    MEMBERS_CLAIM("it belongs to a member's claim, which the law asks to keep"),
    MEMBER("a member's data is kept as the law asks; the words of SMS are erased"),
    /** Savings are owed: they settle a bill, or the branch pays them out (R11). */
    SAVINGS(
        "deposits that became no contribution yet are owed to the member; the branch pays them"
            + " out"),
    /** Whom workers and the branch deal with must be known. */
    AGENT(
        "an agent's name and phone are kept while the branch has them as its agent, and after that"
            + " as long as their work has to be accounted for");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /** For officers: in the export, and printed by {@code gerbang erase}. */
    public String words() {
      return words;
    }
  }
}
