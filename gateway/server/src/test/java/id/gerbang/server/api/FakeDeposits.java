package id.gerbang.server.api;

import id.gerbang.server.deposit.DepositDesk;
import id.gerbang.server.deposit.DepositLimits;
import id.gerbang.server.deposit.Position;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A desk with one deposit of PRS001, who holds its cash. */
final class FakeDeposits implements DepositDesk {
  static final Instant AT = Instant.parse("2026-11-20T02:00:00Z");
  static final long HELD = 5_000;

  private Optional<Reversal> reversal = Optional.empty();
  volatile Filter filter;
  volatile boolean settled;

  private Item item() {
    return new Item("DEPOS2", "MEMBR2", "PRS001", "Bumdes Sesetan", HELD, "sms", AT, reversal);
  }

  @Override
  public Page<Item> list(Filter wanted) {
    filter = wanted;
    return Page.whole(List.of(item()));
  }

  @Override
  public Reversed reverse(String reference, String reason, String actor, Instant at) {
    if (!reference.equals("DEPOS2")) {
      return new Reversed.Unknown();
    }
    if (settled) {
      return new Reversed.Settled();
    }
    if (reversal.isPresent()) {
      return new Reversed.Before();
    }
    reversal = Optional.of(new Reversal(reason, at));
    return new Reversed.Done(item());
  }

  @Override
  public Page<HandOver> handOvers(Optional<String> agent, int limit, Optional<Cursor> after) {
    return Page.whole(List.of(handOver("PRS001", HELD, "K-1")));
  }

  private static HandOver handOver(String agent, long amount, String receiptNo) {
    return new HandOver("HANDS2", agent, "DPS", amount, receiptNo, "teller1", AT);
  }

  @Override
  public HandedOver handOver(NewHandOver handOver, Instant at) {
    if (!handOver.agent().equals("PRS001")) {
      return new HandedOver.UnknownAgent();
    }
    if (handOver.branch().isPresent() && !handOver.branch().get().equals("DPS")) {
      return new HandedOver.UnknownBranch();
    }
    if (handOver.receiptNo().equals("TAKEN")) {
      return new HandedOver.ReceiptTaken(handOver("PRS002", 1, "TAKEN"));
    }
    return handOver.amount() > HELD
        ? new HandedOver.TooMuch(HELD)
        : new HandedOver.Done(
            handOver(handOver.agent(), handOver.amount(), handOver.receiptNo()),
            !handOver.receiptNo().equals("AGAIN"),
            HELD - handOver.amount());
  }

  @Override
  public Optional<Position> cash(String agent, Instant at) {
    return position(agent, 2_000_000, 3_000_000);
  }

  private static Optional<Position> position(String agent, long mostADay, long mostCash) {
    return agent.equals("PRS001")
        ? Optional.of(
            new Position(
                HELD,
                HELD,
                new DepositLimits(1_000, 1_000_000, mostADay, mostCash),
                Optional.of(new Position.Last(HELD, AT))))
        : Optional.empty();
  }

  @Override
  public Optional<Position> limit(
      String agent, long mostADay, long mostCash, String reason, String actor, Instant at) {
    return position(agent, mostADay, mostCash);
  }

  @Override
  public Page<Saved> saved(int limit, Optional<Cursor> after, Instant at) {
    return Page.whole(List.of(new Saved("MEMBR2", "approved", true, HELD, AT)));
  }

  @Override
  public PaidOut payOut(NewPayOut payOut, Instant at) {
    if (!payOut.member().equals("MEMBR2")) {
      return new PaidOut.UnknownMember();
    }
    return payOut.amount() > HELD
        ? new PaidOut.TooMuch(HELD)
        : new PaidOut.Done("PAYUT2", true, HELD - payOut.amount());
  }
}
