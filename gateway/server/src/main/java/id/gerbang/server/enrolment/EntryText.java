package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Answers;
import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.Parsed;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import id.gerbang.server.area.Villages;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.subscriber.Msisdn;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code DAFTAR#NIK#NAMA#DDMMYYYY#DESA#PEKERJAAN#UPAH#HP} (contract.md), and behind it {@code
 * #JHT} for the plan with old age. Forgiving in form: case, spaces, {@code #} or {@code *}, and
 * where neither is there {@code ;}, a comma or a new line. The first field that cannot be meant is
 * named.
 */
final class EntryText {
  private static final Pattern WORD =
      Pattern.compile("(?is)^[^A-Z0-9]*DAFTAR(?![A-Z])[\\s#*;,:.-]*(.*)$");
  private static final Pattern OLD_AGE = Pattern.compile("(?i)JHT|.*HARI *TUA.*");
  private static final String WITHOUT_OLD_AGE = "jkk_jkm";
  private static final String WITH_OLD_AGE = "jkk_jkm_jht";

  private static final int FIELDS = 7;

  /** Shown to choose from: what fits into one SMS. */
  private static final int MOST_VILLAGES = 3;

  private final Villages villages;
  private final TypedWork work;
  private final Programme programme;
  private final ZoneId zone;

  EntryText(Villages villages, Programme programme, EntryLetters words, ZoneId zone) {
    this.villages = villages;
    this.work = new TypedWork(programme, words);
    this.programme = programme;
    this.zone = zone;
  }

  /** Which field is wrong, and how; the sentence about it is selected by the lower-case name. */
  enum Field {
    FORM,
    NIK,
    NAME,
    DATE,
    /** Not the day in the NIK. */
    OTHER_DATE,
    TOO_OLD,
    VILLAGE,
    WORK,
    WAGE,
    PHONE,
    AGENTS_PHONE
  }

  /** What a text says. */
  sealed interface Read {
    record Good(Entry entry) implements Read {}

    record Wrong(Field field) implements Read {}

    /** Several villages could be meant; code and name of each. */
    record Which(List<String> places) implements Read {}
  }

  /** Whether a text is a DAFTAR at all. */
  static boolean isOne(String text) {
    return WORD.matcher(plain(text)).matches();
  }

  private static String plain(String text) {
    String bounded = text.substring(0, Math.min(text.length(), 400));
    return Normalizer.normalize(bounded, Normalizer.Form.NFKC);
  }

  Read read(Msisdn agent, String text, Instant at) {
    var said = WORD.matcher(plain(text));
    if (!said.matches() || Answers.clean(said.group(1)).isEmpty()) {
      return new Read.Wrong(Field.FORM);
    }
    List<String> fields = fields(said.group(1));
    if (fields.size() < FIELDS || fields.size() > FIELDS + 1) {
      return new Read.Wrong(Field.FORM);
    }
    return read(agent, fields, at.atZone(zone).toLocalDate());
  }

  private static List<String> fields(String rest) {
    String separator =
        rest.matches("(?s).*[#*].*")
            ? "[#*]"
            : rest.contains(";") ? ";" : rest.contains("\n") ? "\n" : ",";
    return Arrays.stream(rest.replaceFirst("[\\s#*;,]+$", "").split(separator, -1))
        .map(Answers::clean)
        .toList();
  }

  private Read read(Msisdn agent, List<String> fields, LocalDate today) {
    Optional<String> nik = text(Type.Simple.NIK, fields.get(0), today);
    if (nik.isEmpty()) {
      return new Read.Wrong(Field.NIK);
    }
    Optional<String> name = text(Type.Simple.PERSON_NAME, fields.get(1), today);
    if (name.isEmpty()) {
      return new Read.Wrong(Field.NAME);
    }
    if (!(Answers.parse(Type.Simple.DATE, fields.get(2), today)
        instanceof Parsed.Good(Value.Day(LocalDate born)))) {
      return new Read.Wrong(Field.DATE);
    }
    if (!Nik.isOf(nik.get(), born)) {
      return new Read.Wrong(Field.OTHER_DATE);
    }
    if (!programme.mayJoin(born, today)) {
      return new Read.Wrong(Field.TOO_OLD);
    }
    List<Villages.Village> meant = villages(fields.get(3));
    if (meant.isEmpty()) {
      return new Read.Wrong(Field.VILLAGE);
    }
    if (meant.size() > 1) {
      return new Read.Which(meant.stream().limit(MOST_VILLAGES).map(EntryText::place).toList());
    }
    return whole(
        agent, fields, nik.get(), name.get(), born, meant.getFirst().id(), YearMonth.from(today));
  }

  private Read whole(
      Msisdn agent,
      List<String> fields,
      String nik,
      String name,
      LocalDate born,
      String village,
      YearMonth month) {
    Optional<String> occupation = work.occupation(fields.get(4));
    if (occupation.isEmpty()) {
      return new Read.Wrong(Field.WORK);
    }
    Optional<String> band = work.band(fields.get(5), month);
    if (band.isEmpty()) {
      return new Read.Wrong(Field.WAGE);
    }
    Optional<Msisdn> phone = Msisdn.parse(fields.get(6));
    if (phone.isEmpty()) {
      return new Read.Wrong(Field.PHONE);
    }
    if (fields.size() > FIELDS && !OLD_AGE.matcher(fields.get(FIELDS)).matches()) {
      return new Read.Wrong(Field.FORM);
    }
    return new Read.Good(
        new Entry(
            agent,
            phone.get(),
            nik,
            name,
            born,
            village,
            occupation.get(),
            Optional.empty(),
            band.get(),
            fields.size() > FIELDS ? WITH_OLD_AGE : WITHOUT_OLD_AGE,
            Optional.empty(),
            Channel.SMS));
  }

  private static Optional<String> text(Type.Simple type, String typed, LocalDate today) {
    return Answers.parse(type, typed, today) instanceof Parsed.Good(Value.Text(String good))
        ? Optional.of(good)
        : Optional.empty();
  }

  /** By its code, by its exact name if only one has it, or all that begin so. */
  private List<Villages.Village> villages(String typed) {
    Optional<Villages.Village> code = villages.byId(typed.toUpperCase(Locale.ROOT));
    if (code.isPresent()) {
      return List.of(code.get());
    }
    List<Villages.Village> found =
        villages.search(typed, 2 * MOST_VILLAGES).stream().map(Villages.Offer::village).toList();
    List<Villages.Village> exact =
        found.stream().filter(village -> village.name().equalsIgnoreCase(typed)).toList();
    return exact.isEmpty() ? found : exact;
  }

  private static String place(Villages.Village village) {
    return village.id() + " " + village.name() + ", " + village.district();
  }
}
