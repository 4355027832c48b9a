package id.gerbang.server.record;

/** The records cannot take more now; who asked may come again. */
public final class RecordsBusy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RecordsBusy(String why) {
    super(why);
  }
}
