package id.gerbang.engine.book;

import id.gerbang.engine.value.Type;

/**
 * What a flow can learn.
 *
 * @param personal encrypted at rest, and masked everywhere but on its owner's own screen
 * @param optional may stay unset
 */
public record Variable(String name, Type type, boolean personal, boolean optional) {}
