package id.gerbang.server.area;

/**
 * One good line of an area file.
 *
 * @param line its number, from 1
 * @param name as the ministry writes it, without spaces around
 */
public record AreaLine(int line, AreaCode code, String name, AreaKind kind) {}
