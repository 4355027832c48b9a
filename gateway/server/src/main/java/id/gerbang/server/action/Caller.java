package id.gerbang.server.action;

import id.gerbang.server.channel.Channel;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;

/**
 * On whose behalf an action runs.
 *
 * @param phone the subscriber's phone
 * @param channel the way they came
 * @param at the moment of the turn
 */
public record Caller(Msisdn phone, Channel channel, Instant at) {}
