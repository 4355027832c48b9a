package id.gerbang.server.api;

/**
 * The kinds of problem that the API answers (RFC 9457). {@code about:blank} says no more than its
 * HTTP status; the others are listed in {@code openapi.yaml}, where their URI leads.
 */
enum ProblemType {
  UNREADABLE_REQUEST(400, "about:blank", "Bad Request"),
  UNREADABLE_BODY(400, "unreadable-body", "The body cannot be read"),
  INVALID_FIELD(400, "invalid-field", "A field of the body is not as described"),
  INVALID_PARAMETER(400, "invalid-parameter", "A parameter of the query is not as described"),
  UNAUTHORIZED(401, "about:blank", "Unauthorized"),
  NOT_FOUND(404, "about:blank", "Not Found"),
  METHOD_NOT_ALLOWED(405, "about:blank", "Method Not Allowed"),
  NOT_AWAITING_BRANCH(409, "not-awaiting-branch", "The application does not await the branch"),
  REQUEST_NOT_OPEN(409, "request-not-open", "The request was answered before"),
  APPLICATION_ENDED(409, "application-ended", "The application has ended"),
  AGENT_CODE_TAKEN(409, "agent-code-taken", "The code belongs to another agent"),
  AGENT_PHONE_TAKEN(409, "agent-phone-taken", "The phone belongs to another agent"),
  STAGE_PASSED(409, "stage-passed", "The report has come as far already"),
  RECEIPT_TAKEN(409, "receipt-taken", "The till's receipt number is another payment's"),
  NOT_IN_SUSPENSE(409, "not-in-suspense", "The payment is not in suspense"),
  BILL_NOT_OPEN(409, "bill-not-open", "The bill cannot be paid any more"),
  TOO_LITTLE(409, "too-little", "The money does not make up the bill"),
  CONTENT_TOO_LARGE(413, "about:blank", "Content Too Large"),
  UNSUPPORTED_MEDIA_TYPE(415, "about:blank", "Unsupported Media Type"),
  UNAVAILABLE(503, "about:blank", "Service Unavailable");

  private static final String BLANK = "about:blank";

  private final int status;
  private final String name;
  private final String title;

  ProblemType(int status, String name, String title) {
    this.status = status;
    this.name = name;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** What stands in {@code type}. */
  String uri() {
    return name.equals(BLANK) ? BLANK : "/api/v1/openapi.yaml#" + name;
  }
}
