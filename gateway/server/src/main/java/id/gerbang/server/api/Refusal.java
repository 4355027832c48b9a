package id.gerbang.server.api;

/**
 * A request that is answered with a problem document (RFC 9457). Thrown by what reads a request,
 * and caught once.
 */
final class Refusal extends RuntimeException {
  private final int status;
  private final String title;

  Refusal(int status, String title, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
  }

  static Refusal badRequest(String detail) {
    return new Refusal(400, "Bad request", detail);
  }

  static Refusal notFound(String detail) {
    return new Refusal(404, "Not found", detail);
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }
}
