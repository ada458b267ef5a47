package io.foyer.room.domain;

import java.time.Duration;

/**
 * The settings that the rules of a room depend on.
 *
 * @param seatGrace how long somebody who was promoted keeps the place after leaving; zero as in the original
 * @param promise how long a name that was promoted before it came is waited for
 * @param promisesPerSender how many such names one sender may have waiting in a room
 */
public record RoomRules(Duration seatGrace, Duration promise, int promisesPerSender) {}
