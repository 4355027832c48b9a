package id.gerbang.server.channel.smpp;

/**
 * Where a link stands. {@code STOPPED → CONNECTING → BOUND → WAITING → CONNECTING …}, {@code
 * STANDBY} in place of CONNECTING while another node holds it, and {@code STOPPED} from anywhere.
 */
public enum LinkState {
  /** Not started, or closed. */
  STOPPED,
  /** Connecting or binding. */
  CONNECTING,
  /** Traffic flows. */
  BOUND,
  /** Waits before it connects again. */
  WAITING,
  /** Another node holds the link; this one binds when that one is gone. */
  STANDBY
}
