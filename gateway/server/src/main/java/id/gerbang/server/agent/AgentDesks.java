package id.gerbang.server.agent;

/**
 * All that the branch does about agents.
 *
 * @param work of agents who cannot act
 */
public record AgentDesks(AgentDesk agents, ReassignmentDesk work, InstitutionDesk institutions) {}
