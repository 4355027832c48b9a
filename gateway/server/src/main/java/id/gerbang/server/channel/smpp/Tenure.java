package id.gerbang.server.channel.smpp;

/**
 * Whether this node may hold a link: an operator that allows a bind once allows it to one node.
 * Asked often and by any thread; never blocks.
 */
public interface Tenure {
  /** For a link that every node may bind. */
  Tenure EVERY_NODE =
      new Tenure() {
        @Override
        public boolean mayBind() {
          return true;
        }

        @Override
        public boolean mustLeave() {
          return false;
        }
      };

  /** Whether it may bind now. */
  boolean mayBind();

  /** Whether it must give up the bind that it has, because another node holds the link. */
  boolean mustLeave();
}
