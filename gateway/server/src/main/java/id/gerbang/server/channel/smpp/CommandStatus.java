package id.gerbang.server.channel.smpp;

import java.util.Map;

/** The statuses that matter to us, by name (SMPP 3.4 §5.1.3). */
public final class CommandStatus {
  public static final int OK = 0x00;
  public static final int INVALID_MESSAGE_LENGTH = 0x01;
  public static final int INVALID_COMMAND_LENGTH = 0x02;
  public static final int NOT_BOUND = 0x04;
  public static final int ALREADY_BOUND = 0x05;
  public static final int SYSTEM_ERROR = 0x08;
  public static final int INVALID_SOURCE = 0x0A;
  public static final int INVALID_DESTINATION = 0x0B;
  public static final int BIND_FAILED = 0x0D;
  public static final int INVALID_PASSWORD = 0x0E;
  public static final int INVALID_SYSTEM_ID = 0x0F;
  public static final int QUEUE_FULL = 0x14;
  public static final int INVALID_SERVICE_TYPE = 0x15;
  public static final int THROTTLED = 0x58;
  public static final int TRY_AGAIN = 0x64;
  public static final int BROKEN_TLVS = 0xC0;
  public static final int INVALID_TLV_LENGTH = 0xC2;
  public static final int MISSING_TLV = 0xC3;
  public static final int INVALID_TLV_VALUE = 0xC4;
  public static final int UNKNOWN_ERROR = 0xFF;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0x01, "ESME_RINVMSGLEN"),
          Map.entry(0x02, "ESME_RINVCMDLEN"),
          Map.entry(0x03, "ESME_RINVCMDID"),
          Map.entry(0x04, "ESME_RINVBNDSTS"),
          Map.entry(0x05, "ESME_RALYBND"),
          Map.entry(0x08, "ESME_RSYSERR"),
          Map.entry(0x0A, "ESME_RINVSRCADR"),
          Map.entry(0x0B, "ESME_RINVDSTADR"),
          Map.entry(0x0D, "ESME_RBINDFAIL"),
          Map.entry(0x0E, "ESME_RINVPASWD"),
          Map.entry(0x0F, "ESME_RINVSYSID"),
          Map.entry(0x14, "ESME_RMSGQFUL"),
          Map.entry(0x15, "ESME_RINVSERTYP"),
          Map.entry(0x43, "ESME_RINVESMCLASS"),
          Map.entry(0x45, "ESME_RSUBMITFAIL"),
          Map.entry(0x58, "ESME_RTHROTTLED"),
          Map.entry(0x64, "ESME_RX_T_APPN"),
          Map.entry(0x65, "ESME_RX_P_APPN"),
          Map.entry(0x66, "ESME_RX_R_APPN"),
          Map.entry(0xC0, "ESME_RINVOPTPARSTREAM"),
          Map.entry(0xC2, "ESME_RINVPARLEN"),
          Map.entry(0xC3, "ESME_RMISSINGOPTPARAM"),
          Map.entry(0xC4, "ESME_RINVOPTPARAMVAL"),
          Map.entry(0xFE, "ESME_RDELIVERYFAILURE"),
          Map.entry(0xFF, "ESME_RUNKNOWNERR"));

  private CommandStatus() {}

  /** {@code ESME_RTHROTTLED (0x58)}. */
  public static String name(int status) {
    return "%s (0x%02X)".formatted(NAMES.getOrDefault(status, "vendor status"), status);
  }

  /** {@code ESME_RTHROTTLED}, for a metric: vendors' statuses share one word. */
  static String label(int status) {
    return NAMES.getOrDefault(status, "vendor");
  }

  /** Whether the same message may be taken later; the link backs off. */
  static boolean transientFailure(int status) {
    return status == THROTTLED
        || status == QUEUE_FULL
        || status == SYSTEM_ERROR
        || status == NOT_BOUND
        || status == TRY_AGAIN
        || status == UNKNOWN_ERROR;
  }

  /** Whether binding again soon is pointless, and may lock the account. */
  static boolean hopelessBind(int status) {
    return status == ALREADY_BOUND || status >= BIND_FAILED && status <= INVALID_SYSTEM_ID;
  }
}
