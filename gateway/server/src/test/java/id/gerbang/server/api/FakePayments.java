package id.gerbang.server.api;

import id.gerbang.server.payment.Payment;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.payment.Resolution;
import id.gerbang.server.payment.Resolved;
import id.gerbang.server.payment.SuspenseCursor;
import id.gerbang.server.payment.Taken;
import id.gerbang.server.payment.TillPayment;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The payments' desk in memory: of tills only, each parked, each receipt once. */
final class FakePayments implements PaymentDesk {
  final List<TillPayment> told = new CopyOnWriteArrayList<>();
  final List<Payment> booked = new CopyOnWriteArrayList<>();

  final List<Resolution> resolutions = new CopyOnWriteArrayList<>();
  volatile Resolved answer = new Resolved.Done(Optional.empty(), Optional.empty());

  @Override
  public Page<Payment> list(
      Optional<Msisdn> phone,
      Optional<Payment.Status> status,
      int limit,
      Optional<Cursor> after,
      Instant at) {
    List<Payment> found = new ArrayList<>(booked);
    found.removeIf(payment -> status.isPresent() && payment.status() != status.get());
    return phone.isPresent() ? Page.whole(List.of()) : Page.of(found, limit, _ -> "x");
  }

  @Override
  public Told tell(TillPayment payment, Instant at) {
    if (!payment.till().branch().equals("DPS")) {
      return new Told.UnknownBranch();
    }
    Optional<TillPayment> before =
        told.stream().filter(one -> one.receiptNo().equals(payment.receiptNo())).findFirst();
    told.add(payment);
    if (before.isEmpty()) {
      booked.add(parked(payment, at));
      return new Told.Done(booked.getLast(), true);
    }
    Payment then = booked.get(told.indexOf(before.get()));
    return before.get().rupiah() == payment.rupiah()
        ? new Told.Done(then, false)
        : new Told.ReceiptTaken(then);
  }

  @Override
  public Page<Payment> suspense(int limit, Optional<SuspenseCursor> after, Instant at) {
    return Page.of(
        booked,
        limit,
        last ->
            new SuspenseCursor(false, new Cursor(last.createdAt(), last.reference())).written());
  }

  @Override
  public Optional<Payment> find(String reference, Instant at) {
    return booked.stream().filter(one -> one.reference().equals(reference)).findFirst();
  }

  @Override
  public Resolved resolve(String reference, Resolution resolution, String who, Instant at) {
    if (find(reference, at).isEmpty()) {
      return new Resolved.Unknown();
    }
    resolutions.add(resolution);
    return answer;
  }

  static Payment parked(TillPayment payment, Instant at) {
    return new Payment(
        "PAYED2",
        payment.till().name(),
        payment.receiptNo(),
        "till",
        "   77777123456789018",
        payment.rupiah(),
        Payment.Status.SUSPENSE,
        Optional.empty(),
        Optional.of(
            new Payment.Parked(
                Taken.Reason.TOO_MUCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())),
        Optional.of("123456789018"),
        payment.paidAt(),
        at);
  }
}
