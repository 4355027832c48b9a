package id.gerbang.server.action;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionSignature;

/** Something that menus may do. */
public sealed interface Action {

  /** What menus must know of it. */
  ActionSignature signature();

  /**
   * Does it.
   *
   * @return an outcome of the signature; an expected failure of a store is {@link
   *     ActionResult.Outcome#unavailable()}, a bug throws
   */
  ActionResult run(ActionRequest request, Caller caller);

  /** Reads only what this node already holds. Runs on the event loop: it must not block. */
  non-sealed interface Immediate extends Action {}

  /** Speaks to a store. Runs on a virtual thread: it may block. */
  non-sealed interface Blocking extends Action {}
}
