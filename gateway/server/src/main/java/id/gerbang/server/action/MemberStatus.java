package id.gerbang.server.action;

import id.gerbang.server.contribution.Protection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a member stands, in a word of the set {@code statuses}. */
enum MemberStatus {
  UNPAID,
  BEGINS,
  ACTIVE,
  STOPPED,
  ARREARS,
  ENDED;

  static MemberStatus of(Protection protection) {
    return switch (protection) {
      case Protection.NotYet _ -> UNPAID;
      case Protection.Begins _ -> BEGINS;
      case Protection.Active _ -> ACTIVE;
      case Protection.Stopped stopped -> stopped.due().arrearsMonths() == 0 ? STOPPED : ARREARS;
      case Protection.Ended _ -> ENDED;
    };
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(MemberStatus::label).toList();
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
