package id.gerbang.engine.book;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.time.LocalDate;
import java.time.Period;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition of a {@code when}, in CEL, compiled and type-checked against the flow's variables.
 * Text, days (as {@code 1990-08-17}), choices and ids are strings; counts and money are whole
 * numbers; what is not set is an empty string, 0 or false. Functions: {@code age(day)} in whole
 * years, {@code nik_matches(nik, day)}, {@code is_mobile(phone)} of Indonesia. Immutable and safe
 * for any thread.
 */
public final class Condition {
  /** The day of the turn, for {@code age}: bound around one evaluation. */
  private static final ScopedValue<LocalDate> TODAY = ScopedValue.newInstance();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .addFunctionBindings(
              CelFunctionBinding.from("age_day", String.class, Condition::age),
              CelFunctionBinding.from(
                  "nik_matches_day", String.class, String.class, Condition::nikMatches),
              CelFunctionBinding.from("is_mobile_phone", String.class, Condition::isMobile))
          .build();

  private final String source;
  private final Map<String, Variable> variables;
  private final Set<String> uses;
  private final CelRuntime.Program program;

  private Condition(
      String source,
      Map<String, Variable> variables,
      Set<String> uses,
      CelRuntime.Program program) {
    this.source = source;
    this.uses = uses;
    this.variables = variables;
    this.program = program;
  }

  /** What became of a condition's source. */
  public sealed interface Compiled {
    record Good(Condition condition) implements Compiled {}

    /**
     * @param why CEL's own words, without its source excerpt
     */
    record Bad(String why) implements Compiled {}
  }

  /** Compiles {@code source} against what the flow learns. */
  public static Compiled compile(String source, Map<String, Variable> variables) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setResultType(SimpleType.BOOL)
            .addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(
                    "age",
                    CelOverloadDecl.newGlobalOverload(
                        "age_day", SimpleType.INT, SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(
                    "nik_matches",
                    CelOverloadDecl.newGlobalOverload(
                        "nik_matches_day", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(
                    "is_mobile",
                    CelOverloadDecl.newGlobalOverload(
                        "is_mobile_phone", SimpleType.BOOL, SimpleType.STRING)));
    variables
        .values()
        .forEach(variable -> builder.addVar(variable.name(), celType(variable.type())));
    CelCompiler compiler = builder.build();
    try {
      CelAbstractSyntaxTree ast = compiler.compile(source).getAst();
      Set<String> uses =
          ast.getReferenceMap().values().stream()
              .map(CelReference::name)
              .filter(variables::containsKey)
              .collect(Collectors.toUnmodifiableSet());
      return new Compiled.Good(
          new Condition(source, Map.copyOf(variables), uses, RUNTIME.createProgram(ast)));
    } catch (CelValidationException | CelEvaluationException e) {
      return new Compiled.Bad(e.getMessage().lines().findFirst().orElse("not a condition"));
    }
  }

  private static CelType celType(Type type) {
    return switch (type) {
      case Type.Simple simple ->
          switch (simple) {
            case MONEY, WHOLE -> SimpleType.INT;
            case FLAG -> SimpleType.BOOL;
            case NIK,
                PERSON_NAME,
                DATE,
                TEXT,
                VILLAGE,
                AGENT_CODE,
                AGENT,
                INSTITUTION,
                PHONE,
                REFERENCE,
                MOMENT,
                CONSENT,
                KEYWORD ->
                SimpleType.STRING;
          };
      case Type.ChoiceOf(_) -> SimpleType.STRING;
    };
  }

  /** Whether it holds for these values on this day. */
  public boolean holds(Map<String, Value> values, LocalDate today) {
    Map<String, Object> activation = HashMap.newHashMap(variables.size());
    variables.values().forEach(v -> activation.put(v.name(), cel(values.get(v.name()), v.type())));
    try {
      return ScopedValue.where(TODAY, today).call(() -> (Boolean) program.eval(activation));
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("the condition " + source + " could not be evaluated", e);
    }
  }

  private static Object cel(Value value, Type type) {
    return switch (value) {
      case null ->
          celType(type).equals(SimpleType.INT)
              ? 0L
              : celType(type).equals(SimpleType.BOOL) ? false : "";
      case Value.Text(String text) -> text;
      case Value.Whole(long number) -> number;
      case Value.Money(long rupiah) -> rupiah;
      case Value.Day(LocalDate date) -> date.toString();
      case Value.Moment(var instant) -> instant.toString();
      case Value.Flag(boolean holds) -> holds;
      case Value.Choice(String id) -> id;
      case Value.Named(String id, _) -> id;
    };
  }

  private static Object age(String day) {
    return day.isEmpty() ? 0L : (long) Period.between(LocalDate.parse(day), TODAY.get()).getYears();
  }

  /** +62 8xx, 10 to 13 digits as people dial it; no operator is told by its prefix. */
  private static Object isMobile(String phone) {
    return phone.matches("628[0-9]{8,11}");
  }

  private static Object nikMatches(String nik, String day) {
    return !nik.isEmpty() && !day.isEmpty() && Nik.isOf(nik, LocalDate.parse(day));
  }

  /** The variables that it looks at. */
  public Set<String> uses() {
    return uses;
  }

  @Override
  public String toString() {
    return source;
  }
}
