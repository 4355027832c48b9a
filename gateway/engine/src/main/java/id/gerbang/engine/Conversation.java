package id.gerbang.engine;

/** Where one person stands in the menus, and what they said so far. Immutable. */
public record Conversation(String book, String language) {}
