package id.gerbang.server.api;

import id.gerbang.server.agent.InstitutionDesk;
import id.gerbang.server.record.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Institutions and MoUs in memory. */
final class FakeInstitutions implements InstitutionDesk {
  private final List<Institution> institutions = new ArrayList<>();
  private final List<Mou> mous = new ArrayList<>();

  @Override
  public synchronized Page<Institution> list(Filter filter, Instant at) {
    return Page.of(
        institutions.stream()
            .filter(one -> filter.kind().isEmpty() || filter.kind().get() == one.kind())
            .filter(one -> one.id() > filter.after().orElse(0L))
            .toList(),
        filter.limit(),
        one -> Long.toString(one.id()));
  }

  @Override
  public synchronized Added add(NewInstitution institution, String actor, Instant at) {
    if (institution.village().filter(name -> !name.equals("Pecatu")).isPresent()) {
      return new Added.UnknownVillage();
    }
    if (institutions.stream().anyMatch(one -> one.name().equals(institution.name()))) {
      return new Added.NameTaken();
    }
    Institution added =
        new Institution(
            institutions.size() + 1,
            institution.name(),
            institution.kind(),
            institution.village(),
            institution.branch(),
            Set.of());
    institutions.add(added);
    return new Added.Done(added);
  }

  @Override
  public synchronized Optional<List<Mou>> mous(long institution, Instant at) {
    return institution > institutions.size() ? Optional.empty() : Optional.of(List.copyOf(mous));
  }

  @Override
  public synchronized MouMade make(long institution, NewMou mou, String actor, Instant at) {
    if (institution > institutions.size()) {
      return new MouMade.Unknown();
    }
    Mou made =
        new Mou(
            mous.size() + 1,
            mou.party(),
            mou.works(),
            mou.from(),
            mou.until(),
            Standing.IN_FORCE,
            Optional.empty(),
            Optional.empty());
    mous.add(made);
    return new MouMade.Done(made);
  }

  @Override
  public synchronized MouEnded end(
      long institution, long mou, String reason, String actor, Instant at) {
    if (mou > mous.size()) {
      return new MouEnded.Unknown();
    }
    Mou before = mous.get((int) mou - 1);
    if (before.standing() == Standing.TERMINATED) {
      return new MouEnded.Over(before);
    }
    Mou ended =
        new Mou(
            before.id(),
            before.party(),
            before.works(),
            before.from(),
            before.until(),
            Standing.TERMINATED,
            Optional.of(at),
            Optional.of(reason));
    mous.set((int) mou - 1, ended);
    return new MouEnded.Done(ended);
  }
}
