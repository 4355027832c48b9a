/**
 * {@code gerbang bench soak}: members get bills and banks pay them, while nodes, PostgreSQL and
 * Redis are killed; at the end an accounting that does not trust the gateway (docs/soak.md).
 *
 * <p>What moves is decided by {@link id.gerbang.bench.soak.Doing}, written down as it is answered
 * by {@link id.gerbang.bench.soak.Belief}, and compared with the database by {@link
 * id.gerbang.bench.soak.Accounting}. A new way to bring money is a client beside {@link
 * id.gerbang.bench.soak.Bank}, some lines of {@code Doing}, and its clearing account in {@code
 * Accounting}.
 */
package id.gerbang.bench.soak;
