package id.gerbang.server.commission;

import java.util.List;

/**
 * A bill that a member paid.
 *
 * @param before how many months the member had paid until then; none: the member is new
 * @param programmes two, or three with old age
 * @param months what was paid for each of its months, rupiah, the oldest first
 */
public record Contribution(int before, int programmes, List<Long> months) {
  public Contribution {
    months = List.copyOf(months);
  }
}
