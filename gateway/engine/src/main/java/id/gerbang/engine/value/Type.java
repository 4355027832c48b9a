package id.gerbang.engine.value;

/**
 * The type of a variable: how it is typed by a person, validated, printed, and how long it can be.
 */
public sealed interface Type {

  /**
   * The types whose whole behaviour is in the engine. The name in a flow is the lower-case name.
   */
  enum Simple implements Type {
    /** 16 digits, PPKKCC DDMMYY SSSS; {@link Value.Text}. */
    NIK,
    /** A name as on the KTP; {@link Value.Text}; shows at most 40 characters. */
    PERSON_NAME,
    /** A day typed DDMMYYYY; {@link Value.Day}. */
    DATE,
    /** Free words, at most 60 characters; {@link Value.Text}. */
    TEXT,
    /** A village; {@link Value.Named}. Never typed, always chosen. */
    VILLAGE,
    /** An agent's code, three letters and three digits ({@code PRS001}); {@link Value.Text}. */
    AGENT_CODE,
    /** An agent; {@link Value.Named} of code and name. */
    AGENT,
    /**
     * A market, a village enterprise or another body that workers belong to; {@link Value.Named}.
     * Never typed, always chosen.
     */
    INSTITUTION,
    /** A phone in digits with country code; {@link Value.Text}. */
    PHONE,
    /** A worker's reference, six characters without look-alikes; {@link Value.Text}. */
    REFERENCE,
    /** Whole rupiah; {@link Value.Money}. */
    MONEY,
    /** A count; {@link Value.Whole}. */
    WHOLE,
    /** A moment in the branch's time zone; {@link Value.Moment}. */
    MOMENT,
    /**
     * A word of our own or as somebody sent it, at most 20 letters and digits; {@link Value.Text}.
     * Never typed into a menu.
     */
    KEYWORD,
    /** A yes or no for conditions; {@link Value.Flag}. */
    FLAG,
    /**
     * What was agreed to, when and how, as an action wrote it; {@link Value.Text}. Opaque to menus.
     */
    CONSENT
  }

  /**
   * One of a closed set; {@link Value.Choice}.
   *
   * @param set the set's name; the words of a member are the message {@code <set>.<id>}
   */
  record ChoiceOf(String set) implements Type {}
}
