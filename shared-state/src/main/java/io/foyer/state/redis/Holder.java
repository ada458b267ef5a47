package io.foyer.state.redis;

import io.smallrye.mutiny.Uni;

/** Who may hold what the store lost. */
interface Holder {
    /**
     * Before somebody here decides about a record: gives back to its partition what is held of an earlier epoch and is
     * not there any more. Answers whether something may have changed by that.
     *
     * @param epoch the partition's present one, or an empty text when there is none
     */
    Uni<Boolean> putBackInto(String partition, String epoch);
}
