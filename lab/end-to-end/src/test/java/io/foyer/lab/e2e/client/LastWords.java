package io.foyer.lab.e2e.client;

import org.awaitility.core.ConditionEvaluationListener;
import org.awaitility.core.EvaluatedCondition;
import org.awaitility.core.TimeoutEvent;

/** Prints what a room client last knew when a wait for it was in vain. */
record LastWords(RoomClient client) implements ConditionEvaluationListener<Object> {

    @Override
    public void conditionEvaluated(EvaluatedCondition<Object> condition) {}

    @Override
    public void onTimeout(TimeoutEvent event) {
        System.out.println(event.getDescription() + " - last known: " + client.describe());
    }
}
